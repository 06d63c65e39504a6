"use strict";
/* Сеанс кончился посреди дела: вход — в новой вкладке, здесь всё введённое остаётся и отправляется снова.
   Без этого файла то же говорит страница ошибки. */
(() => {
  let ended = false;

  function say(text, link) {
    const toast = document.getElementById("toast");
    toast.textContent = text;
    if (link) toast.append(" ", link);
    toast.classList.remove("past");
  }

  function entry() {
    const link = document.createElement("a");
    link.href = "/login?next=/me";
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = "Войти в новой вкладке";
    return link;
  }

  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status !== 401) return;
    const asked = event.detail.requestConfig.verb === "get";
    if (ended && asked) return;
    ended = true;
    say(`Сеанс закончился${asked ? "." : ": не записано."} Введённое остаётся здесь.`, entry());
  });

  /* Вошли в другой вкладке: формам нужен знак нового сеанса. */
  async function renew() {
    if (!ended || document.hidden) return;
    try {
      const answer = await fetch("/me", { headers: { Accept: "text/html" } });
      const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("meta[name=csrf-token]");
      if (!answer.ok || !found) return;
      document.querySelector("meta[name=csrf-token]").content = found.content;
      for (const field of document.querySelectorAll("input[name=csrf]")) field.value = found.content;
      ended = false;
      say("Вы снова вошли: повторите решение, введённое на месте.");
    } catch (error) {
      say("Нет связи с сервером: введённое остаётся здесь.");
    }
  }
  for (const name of ["focus", "pageshow"]) window.addEventListener(name, renew);
  document.addEventListener("visibilitychange", renew);
})();
