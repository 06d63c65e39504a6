"use strict";
/* Фильтры действуют сразу. С клавиатуры — когда рука остановилась, и фокус на новой странице там же: стрелка по списку
   не уводит на каждом шаге. Без этого файла есть кнопка. */
(() => {
  const STILL = 900, KEY = "asked-from";
  const form = document.querySelector("[data-asks]");
  if (!form) return;
  let waiting = 0, typed = false;
  form.addEventListener("keydown", () => { typed = true; });
  form.addEventListener("pointerdown", () => { typed = false; });

  function ask(field) {
    if (typed) sessionStorage.setItem(KEY, JSON.stringify([location.pathname, field.name, field.type === "checkbox" ? field.value : ""]));
    form.requestSubmit();
  }
  form.addEventListener("change", (event) => {
    const field = event.target;
    if (!field.matches("select, [type=checkbox], [type=range]")) return;
    clearTimeout(waiting);
    if (typed) waiting = setTimeout(() => ask(field), STILL);
    else ask(field);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));

  const kept = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  const [path, name, value] = kept ? JSON.parse(kept) : [];
  const back = path === location.pathname && [...form.elements].find((each) => each.name === name && (!value || each.value === value));
  if (back) back.focus({ preventScroll: true });
})();
