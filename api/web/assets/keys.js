"use strict";
/* Клавиши. Смотрим на клавишу, а не на букву: русская раскладка не мешает. */
(() => {
  document.documentElement.classList.add("scripted");
  const cards = () => [...document.querySelectorAll(".card")];
  const current = () => document.querySelector(".card.current");
  /* У каждого списка своя выбранная карточка. */
  const KEPT = `mcu.card ${location.pathname}`;

  function select(card, { focus = true, block = "nearest" } = {}) {
    for (const other of document.querySelectorAll(".card.current")) {
      other.classList.remove("current");
      other.removeAttribute("aria-current");
    }
    if (!card) return;
    card.classList.add("current");
    card.setAttribute("aria-current", "true");
    sessionStorage.setItem(KEPT, card.dataset.card);
    if (focus) card.focus({ preventScroll: true });
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    card.scrollIntoView({ block, behavior: calm ? "instant" : "auto" });
  }

  function step(by) {
    const all = cards();
    const at = all.indexOf(current());
    /* За последней карточкой — следующая страница, если она есть: её подгрузит queue.js. */
    if (by > 0 && at >= 0 && at === all.length - 1) document.dispatchEvent(new Event("mcu:end"));
    select(all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)]);
  }

  const marks = (state = "") => [...document.querySelectorAll(`.card [data-mark]${state}`)];

  /* Отмечено ли что-нибудь: тогда решение — по всем отмеченным. */
  function bulk(name) {
    const part = document.querySelector(`#bulk [data-bulk=${name}]`);
    if (!part || !marks(":checked").length) return false;
    if (part.tagName === "BUTTON") part.click(); else part.focus();
    return true;
  }

  function mark() {
    if (!current()) select(cards()[0]);
    const box = current() && current().querySelector("[data-mark]");
    if (box) box.click();
  }

  /* Кнопка, окно или форма с этой клавишей; список полей открывается на первом. */
  function reach(code) {
    const found = document.querySelector(`[data-key=${code}]`);
    if (!found) return false;
    /* Шаг, которого не отменить, клавиша не делает, а показывает: сделает его Enter. */
    if (found.hasAttribute("data-aim")) { found.focus(); return true; }
    if (found.tagName !== "SUMMARY") { found.click(); return true; }
    const details = found.parentElement;
    details.open = true;
    const field = details.querySelector("select, textarea, input:not([type=hidden])");
    (field || found).focus();
    return true;
  }

  /* Подгруженная карточка приходит без форм: браузер просматривает все формы страницы, и тысячи их тормозят. */
  function fill(details) {
    const pattern = document.getElementById(`form-${details.dataset.act}`), card = details.closest(".card");
    if (!pattern || !card || details.querySelector("form")) return;
    const form = pattern.content.firstElementChild.cloneNode(true);
    const address = form.getAttribute("action").replace("/queue/0/", `/queue/${card.dataset.card}/`);
    form.setAttribute("action", address);
    form.setAttribute("hx-post", address);
    form.setAttribute("hx-target", `#card-${card.dataset.card}`);
    form.elements.revision.value = card.dataset.revision;
    if (form.elements.theme) form.elements.theme.value = card.dataset.theme;
    details.append(form);
    if (window.htmx) htmx.process(form);
  }

  function act(name) {
    if (bulk(name)) return;
    const single = document.querySelector(".whole > .card");
    if (single && !current()) select(single, { focus: false });
    const card = current();
    /* В очереди ничего не выбрано — сперва показать, о какой карточке речь. */
    if (!card) return select(cards()[0]);
    if (card.querySelector(".htmx-request")) return;
    const found = card.querySelector(`[data-act=${name}]`);
    if (!found) return;
    if (found.tagName === "BUTTON") return found.click();
    for (const other of card.querySelectorAll(".pop[open]")) other.open = other === found;
    fill(found);
    card.classList.add("opened");
    found.open = true;
    found.querySelector("select").focus();
    found.querySelector("form").scrollIntoView({ block: "nearest" });
  }

  function follow(selector) {
    const card = current() || document.querySelector(".whole > .card");
    const link = card && card.querySelector(selector);
    if (link) link.click();
  }

  function close() {
    const pop = document.activeElement && document.activeElement.closest(".pop[open]");
    if (pop) pop.open = false;
    else for (const box of marks(":checked")) box.click();
    if (document.activeElement) document.activeElement.blur();
    select(current());
  }

  function help() {
    const dialog = document.getElementById("help");
    if (dialog && !dialog.open) dialog.showModal();
  }

  function press(selector) {
    const found = document.querySelector(selector);
    if (found) found.click();
  }

  const KEYS = {
    KeyJ: () => step(1), ArrowDown: () => step(1), KeyK: () => step(-1), ArrowUp: () => step(-1),
    KeyC: () => act("confirm"), KeyR: () => act("reject"), KeyT: () => act("correct"), KeyX: mark,
    KeyO: () => follow(".original"), Enter: () => follow("h2 .full"), KeyN: () => press("#show-fresh"),
    Slash: () => { const field = document.getElementById("search"); if (field) field.focus(); },
    Escape: close,
  };

  function typing(target) {
    return target.closest("input, select, textarea, [contenteditable]");
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
    const field = typing(event.target);
    if (field) {
      if (event.key === "Escape") close();
      /* В списке Enter сам форму не отправляет. */
      if (event.key === "Enter" && field.tagName === "SELECT" && field.closest(".pop, .bulk-part")) {
        event.preventDefault();
        (field.closest(".bulk-part") || field.form).querySelector("button").click();
      }
      return;
    }
    if (event.key === "?" || (event.code === "Slash" && event.shiftKey)) { event.preventDefault(); return help(); }
    if (event.shiftKey && event.code !== "Slash") return;
    if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
    const done = KEYS[event.code];
    if (done) { event.preventDefault(); return done(); }
    if (/^Key[A-Z]$/.test(event.code) && reach(event.code)) event.preventDefault();
  });

  /* Отмеченное видно по карточке, а не только по флажку. */
  function ticked(event) {
    if (event && event.target.matches("[data-mark]")) event.target.closest(".card").classList.toggle("ticked", event.target.checked);
    if (!event) for (const box of marks()) box.closest(".card").classList.toggle("ticked", box.checked);
    document.documentElement.classList.toggle("marking", document.querySelector("[data-mark]:checked") !== null);
  }
  document.addEventListener("change", ticked);
  document.addEventListener("reset", () => setTimeout(() => ticked()));
  window.addEventListener("pageshow", () => ticked());

  document.addEventListener("click", (event) => {
    /* Щелчок мимо закрывает окно решения; введённое в нём остаётся. */
    for (const pop of document.querySelectorAll(".pop[open]")) if (!pop.contains(event.target)) pop.open = false;
    const opener = event.target.closest("[data-opens]");
    if (opener) return help();
    const card = event.target.closest(".card");
    if (card && card !== current()) select(card, { focus: false, block: "nearest" });
  });

  /* Прежнее сообщение не заслоняет окно решения. */
  document.addEventListener("toggle", (event) => {
    const card = event.target.closest(".card");
    if (card) card.classList.toggle("opened", card.querySelector(".pop[open]") !== null);
    document.documentElement.classList.toggle("popped", document.querySelector(".pop[open]") !== null);
    if (!event.target.matches(".pop[open]")) return;
    fill(event.target);
    document.getElementById("toast").classList.add("past");
  }, true);

  window.mcu = { cards, current, select };
  /* Возврат к той же карточке: ссылкой «Очередь» или кнопкой браузера «Назад». */
  const [visit] = performance.getEntriesByType("navigation");
  const back = visit && visit.type === "back_forward" ? document.getElementById(`card-${sessionStorage.getItem(KEPT)}`) : null;
  const kept = back || (location.hash.startsWith("#card-") && document.getElementById(location.hash.slice(1)));
  if (kept) select(kept, { block: "center" });
})();
