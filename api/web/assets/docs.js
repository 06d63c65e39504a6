"use strict";
/* Страница проб: запросы браузера несут знак сеанса, как формы. */
window.addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("docs");
  const token = document.querySelector("meta[name=csrf-token]");
  window.SwaggerUIBundle({
    url: place.dataset.description,
    domNode: place,
    deepLinking: false,
    validatorUrl: null,
    syntaxHighlight: false,
    requestInterceptor: (request) => {
      if (token) request.headers["X-CSRF-Token"] = token.content;
      return request;
    },
  });
});
