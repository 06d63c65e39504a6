"use strict";
/* Инцидент: формы без перезагрузки, предупреждение о недописанном. Без этого файла всё то же делают обычные формы. */
(() => {
  let hiding = 0;

  function showToast() {
    clearTimeout(hiding);
    const now = document.getElementById("toast");
    now.classList.remove("past");
    if (now.textContent.trim()) hiding = setTimeout(() => now.classList.add("past"), 10000);
  }
  showToast();

  function say(text) {
    document.getElementById("toast").textContent = text;
    showToast();
  }

  document.addEventListener("htmx:afterSettle", () => {
    showToast();
    const wrong = document.querySelector("#incident .wrong");
    if (wrong) { wrong.focus({ preventScroll: true }); wrong.scrollIntoView({ block: "nearest" }); }
  });
  document.addEventListener("htmx:responseError", (event) => {
    say(`Не записано: ${event.detail.xhr.responseText.slice(0, 300) || "ошибка"}. Повторите.`);
  });
  document.addEventListener("htmx:sendError", () => say("Нет связи с сервером: не записано. Повторите, когда связь вернётся."));

  /* Недописанный ответ не теряется от случайного ухода со страницы. */
  let sent = false;
  document.addEventListener("submit", () => { sent = true; });
  document.addEventListener("htmx:afterRequest", () => { sent = false; });
  window.addEventListener("beforeunload", (event) => {
    const unsaved = [...document.querySelectorAll("#incident textarea")].some((field) => field.value !== field.defaultValue);
    if (unsaved && !sent) event.preventDefault();
  });
})();
