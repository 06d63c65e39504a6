"use strict";
/* Очередь без перезагрузки: решения, новые карточки, сообщения. Без этого файла всё то же делают обычные формы. */
(() => {
  const EVERY = 15000;
  const toast = document.getElementById("toast");
  let hiding = 0;

  function say(text) {
    toast.textContent = text;
  }

  function showToast() {
    clearTimeout(hiding);
    toast.classList.remove("past");
    if (toast.textContent.trim()) hiding = setTimeout(() => toast.classList.add("past"), 10000);
  }
  new MutationObserver(showToast).observe(toast, { childList: true });
  showToast();

  /* Число ждущих карточек — в заголовке вкладки. */
  const title = document.title;
  function count() {
    const tally = document.getElementById("tally");
    const fresh = document.querySelector("#fresh [name=shown]");
    document.title = `(${tally ? tally.dataset.count : 0}${fresh ? ` + ${fresh.value}` : ""}) ${title}`;
  }
  count();

  function poll() {
    const place = document.getElementById("fresh");
    if (place && !document.hidden) htmx.trigger(place, "poll");
  }
  setInterval(poll, EVERY);
  document.addEventListener("visibilitychange", poll);

  /* Карточка ушла — выбрана следующая; сверху вставлены новые — выбранная осталась на своём месте экрана. */
  let next = null, held = null, was = 0, had = null, stays = null;
  document.addEventListener("htmx:beforeSwap", (event) => {
    const target = event.detail.target;
    if (target.classList.contains("card")) {
      const all = mcu.cards(), at = all.indexOf(target);
      had = target.dataset.card;
      next = all[at + 1] || all[at - 1] || null;
    } else if (target.id === "cards") {
      held = mcu.current() || mcu.cards()[0] || null;
      was = held ? held.getBoundingClientRect().top : 0;
    }
  });

  /* Сразу после замены, не дожидаясь успокоения страницы: следующая клавиша уже про следующую карточку. */
  document.addEventListener("htmx:afterSwap", () => {
    if (had === null) return;
    stays = document.getElementById(`card-${had}`);
    mcu.select(stays || next);
    had = next = null;
    refill();
  });

  /* Пусто ли в списке и сколько отмечено: карточки приходят и уходят. */
  const empty = document.querySelector(".empty");
  function tidy() {
    document.getElementById("cards").classList.toggle("long", document.querySelector(".card.later") !== null);
    if (empty) empty.classList.toggle("shown", !document.querySelector(".card, .more"));
    document.documentElement.classList.toggle("marking", document.querySelector("[data-mark]:checked") !== null);
    document.documentElement.classList.toggle("popped", document.querySelector(".pop[open]") !== null);
  }

  document.addEventListener("htmx:afterSettle", () => {
    count();
    tidy();
    /* Успокаиваясь, htmx возвращает оставшейся карточке присланные атрибуты: выбрать её снова. */
    if (stays) {
      mcu.select(stays);
      const form = stays.querySelector(".pop[open] select");
      if (form) form.focus();
      stays = null;
    }
    if (held) {
      window.scrollBy({ top: held.getBoundingClientRect().top - was, behavior: "instant" });
      if (mcu.current()) mcu.current().focus({ preventScroll: true });
      held = null;
    }
  });

  /* Шаг за последнюю карточку подгружает следующие и становится на первую из них. */
  let last = null;
  document.addEventListener("mcu:end", () => {
    const more = document.querySelector(".more a");
    if (!more || last) return;
    last = mcu.current();
    htmx.trigger(more, "click");
  });
  document.addEventListener("htmx:afterSwap", () => {
    /* Новая карточка, показанная сверху, в подгруженных второй раз не нужна. */
    const seen = new Set();
    for (const card of mcu.cards()) if (seen.has(card.id)) card.remove(); else seen.add(card.id);
    const all = mcu.cards(), at = all.indexOf(last);
    if (at < 0 || at + 1 >= all.length) return;
    if (mcu.current() === last) mcu.select(all[at + 1]);
    last = null;
  });
  for (const name of ["htmx:responseError", "htmx:sendError"]) document.addEventListener(name, () => { last = null; });

  /* Когда на экране кончаются карточки, следующие подгружаются сами. */
  function refill() {
    const more = document.querySelector(".more a");
    if (more && mcu.cards().length < 8) htmx.trigger(more, "click");
  }

  const polled = (event) => event.detail.elt && event.detail.elt.id === "fresh";
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status !== 401 && !polled(event)) say(`Не записано: ${event.detail.xhr.responseText.slice(0, 300) || "ошибка"}. Повторите.`);
  });
  document.addEventListener("htmx:sendError", (event) => {
    if (!polled(event)) say("Нет связи с сервером: решение не записано. Повторите, когда связь вернётся.");
  });

  const marked = document.getElementById("marked");
  document.addEventListener("change", (event) => {
    if (marked && event.target.matches("[data-mark]")) marked.textContent = `: ${document.querySelectorAll("[data-mark]:checked").length}`;
  });
  const many = document.getElementById("bulk");
  if (many) many.addEventListener("reset", () => { marked.textContent = ""; });
  if (marked && document.querySelector("[data-mark]:checked")) marked.textContent = `: ${document.querySelectorAll("[data-mark]:checked").length}`;

  /* Пустые фильтры в адрес не идут. */
  const filters = document.getElementById("filters");
  filters.addEventListener("submit", () => {
    for (const field of filters.elements) {
      const usual = field.name === "status" ? "open" : "";
      if (field.name && field.value === usual) field.disabled = true;
    }
  });
  window.addEventListener("pageshow", () => { for (const field of filters.elements) field.disabled = false; });
})();
