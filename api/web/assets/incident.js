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
    if (event.detail.xhr.status !== 401) say(`Не записано: ${event.detail.xhr.responseText.slice(0, 300) || "ошибка"}. Повторите.`);
  });
  document.addEventListener("htmx:sendError", () => say("Нет связи с сервером: не записано. Повторите, когда связь вернётся."));

  const incident = () => document.getElementById("incident");

  /* Шаблон встаёт в ответ, а не вместо написанного. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-insert]");
    if (!link) return;
    event.preventDefault();
    const field = link.closest("form").elements.text;
    field.value = [field.value.trimEnd(), link.dataset.insert].filter(Boolean).join("\n\n");
    field.focus();
  });

  /* Перетаскивание: публикацию — на «Выделить», похожий инцидент — на публикации или на поле, которое тогда видно на
     экране: тянуть за его край никто не станет. То же делают клавиши S и G. */
  let lifted = null;
  function ready() {
    for (const post of document.querySelectorAll(".post:has([data-mark])")) post.draggable = true;
    for (const form of document.querySelectorAll("form[action$='/absorb']")) {
      const line = form.closest(".plain li");
      if (line) line.draggable = true;
    }
  }
  const goal = (target) => {
    if (!lifted) return null;
    return target.closest(lifted.matches(".post") ? ".splitting" : ".posts, .merge-here");
  };
  document.addEventListener("dragstart", (event) => {
    lifted = event.target.closest ? event.target.closest("[draggable=true]") : null;
    if (!lifted) return;
    lifted.classList.add("lifted");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
    incident().classList.add(lifted.matches(".post") ? "dropping" : "merging");
  });
  document.addEventListener("dragend", () => {
    if (lifted) lifted.classList.remove("lifted");
    lifted = null;
    incident().classList.remove("dropping", "merging");
    for (const over of document.querySelectorAll(".over")) over.classList.remove("over");
  });
  document.addEventListener("dragover", (event) => {
    const place = goal(event.target);
    if (!place) return;
    event.preventDefault();
    place.classList.add("over");
  });
  document.addEventListener("dragleave", (event) => {
    const place = goal(event.target);
    if (place && !place.contains(event.relatedTarget)) place.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    if (!goal(event.target)) return;
    event.preventDefault();
    if (lifted.matches(".post")) {
      lifted.querySelector("[data-mark]").checked = true;
      document.getElementById("split").requestSubmit();
    } else lifted.querySelector("form").requestSubmit();
  });
  document.addEventListener("htmx:afterSettle", ready);
  ready();

  /* Кто-то другой изменил инцидент: об этом сказано внизу, на странице ничего не сдвинулось. */
  let stream = null, seen = Number(incident().dataset.last), pending = 0;
  function show() {
    htmx.ajax("GET", location.pathname + location.search, { target: "#incident", select: "#incident", swap: "outerHTML" });
  }
  function tell() {
    const place = document.getElementById("changed");
    if (place.firstChild) return;
    const button = document.createElement("button");
    button.className = "main";
    button.dataset.key = "KeyN";
    button.id = "show-fresh";
    button.textContent = "Инцидент изменился — показать";
    button.addEventListener("click", show);
    place.append(button);
  }
  function follow() {
    if (stream || document.hidden || !window.EventSource) return;
    stream = new EventSource(`/api/v1/events?after=${seen}`);
    for (const name of (incident().dataset.steps || "").split(" ")) stream.addEventListener(name, heard);
  }
  function leave() {
    if (stream) stream.close();
    stream = null;
  }
  function heard(event) {
    /* «open» — и имя шага, и знак браузера, что соединение есть. */
    if (!event.data) return;
    const step = JSON.parse(event.data);
    seen = Math.max(seen, step.id);
    if (String(step.incident_id) !== incident().dataset.id || step.id <= Number(incident().dataset.last)) return;
    /* Своё изменение придёт страницей раньше, чем кончится ожидание. */
    pending = step.id;
    setTimeout(() => { if (pending > Number(incident().dataset.last)) tell(); }, 1500);
  }
  document.addEventListener("htmx:afterSettle", () => {
    seen = Math.max(seen, Number(incident().dataset.last));
    document.getElementById("changed").replaceChildren();
    const verdict = document.querySelector("#incident .verdict");
    if (verdict) { verdict.focus({ preventScroll: true }); verdict.scrollIntoView({ block: "nearest" }); }
  });
  /* Нажатая кнопка ушла вместе с прежней страницей: клавиатура стоит у публикаций, когда дело о них, иначе у инцидента. */
  document.addEventListener("htmx:afterSettle", (event) => {
    if (document.activeElement !== document.body) return;
    const asked = event.detail.requestConfig ? event.detail.requestConfig.path : "";
    document.getElementById(asked.endsWith("/absorb") ? "posts" : "incident").focus({ preventScroll: true });
  });
  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : follow()));
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", follow);

  /* Недописанный ответ не теряется от случайного ухода со страницы. */
  let sent = false;
  document.addEventListener("submit", () => { sent = true; });
  document.addEventListener("htmx:afterRequest", () => { sent = false; });
  window.addEventListener("beforeunload", (event) => {
    const unsaved = [...document.querySelectorAll("#incident textarea")].some((field) => field.value !== field.defaultValue);
    if (unsaved && !sent) event.preventDefault();
  });
})();
