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
    /* Сто операций и двести схем сразу рисовались бы полминуты: раскрывают то, что нужно. */
    docExpansion: "none",
    defaultModelsExpandDepth: -1,
    requestInterceptor: (request) => {
      if (token) request.headers["X-CSRF-Token"] = token.content;
      return request;
    },
  });
});
