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
  /* «Отменить» действует на месте сразу, не дожидаясь, пока страница успокоится. */
  new MutationObserver(() => { htmx.process(toast); showToast(); }).observe(toast, { childList: true });
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

  /* Где стояла ушедшая карточка: отмена ставит её туда же, как бы глубоко в списке это ни было. */
  const places = new Map();
  const idOf = (card) => card ? card.id : "";
  function remember(gone) {
    const all = mcu.cards();
    for (const card of gone) {
      const at = all.indexOf(card);
      places.set(card.id, { before: idOf(all[at + 1]), after: idOf(all[at - 1]) });
    }
  }
  function neighbour(id, way) {
    let found = places.get(id), met = new Set([id]);
    while (found && found[way] && !met.has(found[way])) {
      const card = document.getElementById(found[way]);
      if (card) return card;
      met.add(found[way]);
      found = places.get(found[way]);
    }
    return null;
  }
  const danger = (card) => [Number(card.querySelector(".score").textContent), Number(card.dataset.card)];
  function lower(card, than) {
    const [score, number] = danger(card), [most, last] = danger(than);
    return score < most || (score === most && number < last);
  }
  function putBack(card) {
    const old = [...document.querySelectorAll(`[id="${card.id}"]`)].find((other) => other !== card);
    const before = old || neighbour(card.id, "before"), after = before ? null : neighbour(card.id, "after");
    if (old) old.replaceWith(card);
    else if (before) before.before(card);
    else if (after) after.after(card);
    else {
      /* Ушла ещё до открытия страницы: встаёт по опасности. */
      const next = mcu.cards().find((other) => other !== card && lower(other, card)) || document.querySelector(".more");
      if (next) next.before(card); else document.getElementById("cards").append(card);
    }
    places.delete(card.id);
  }

  /* Решение по многим и отмена: карточки уходят и возвращаются на месте, выбор и фокус остаются в списке. */
  const path = (event) => event.detail.requestConfig ? event.detail.requestConfig.path : "";
  const many = (event) => /^\/queue\/(decisions|undo)/.test(path(event));
  let end = null;
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!many(event)) return;
    const all = mcu.cards(), gone = all.filter((card) => card.querySelector("[data-mark]:checked"));
    end = document.getElementById("cards").lastElementChild;
    if (!path(event).startsWith("/queue/decisions") || event.detail.xhr.status !== 200) return;
    remember(gone);
    const left = all.slice(all.indexOf(gone[0])).find((card) => !gone.includes(card));
    next = left || all.findLast((card) => !gone.includes(card)) || null;
  });
  document.addEventListener("htmx:afterOnLoad", (event) => {
    if (!many(event)) return;
    const refused = event.detail.xhr.status !== 200;
    const came = [];
    const first = end ? end.nextElementSibling : document.getElementById("cards").firstElementChild;
    for (let each = first; each; each = each.nextElementSibling) if (each.matches(".card")) came.push(each);
    for (const card of came) card.remove();
    came.forEach(putBack);
    tell();
    tidy();
    count();
    if (refused) {
      const wanted = event.detail.requestConfig.parameters.decision;
      const field = document.querySelector(`#bulk select[data-bulk=${wanted}]`);
      if (field) field.focus();
    } else mcu.select(came[0] || (next && next.isConnected ? next : mcu.cards()[0]));
    next = end = null;
    refill();
  });

  /* Карточка ушла — выбрана следующая; сверху вставлены новые — выбранная осталась на своём месте экрана. */
  let next = null, held = null, was = 0, had = null, stays = null;
  document.addEventListener("htmx:beforeSwap", (event) => {
    const target = event.detail.target;
    if (target.classList.contains("card")) {
      remember([target]);
      const all = mcu.cards(), at = all.indexOf(target);
      had = target.dataset.card;
      next = all[at + 1] || all[at - 1] || null;
    } else if (target.id === "cards" && !many(event)) {
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
      stays.classList.toggle("opened", stays.querySelector(".pop[open]") !== null);
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
  document.addEventListener("htmx:afterSwap", (event) => {
    if (many(event)) return;
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
  function tell() {
    const ticked = document.querySelectorAll("[data-mark]:checked").length;
    if (marked) marked.textContent = ticked ? `: ${ticked}` : "";
  }
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-mark]")) tell();
  });
  const bulk = document.getElementById("bulk");
  if (bulk) bulk.addEventListener("reset", () => {
    document.getElementById("bulk-wrong").textContent = "";
    setTimeout(tell);
  });
  tell();

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
