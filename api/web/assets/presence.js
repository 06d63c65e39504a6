"use strict";
/* Кто ещё смотрит эту карточку: спрашивается раз в 15 секунд и после остановки на карточке. Без скрипта видно на самой карточке. */
(() => {
  const EVERY = 15000, STAYED = 700;
  let waiting = 0;

  async function ask() {
    if (document.hidden) return;
    const card = document.querySelector(".whole > .card") || (window.mcu && mcu.current());
    try {
      const answer = await fetch(`/queue/presence?looking=${card ? card.dataset.card : 0}`, { headers: { "HX-Request": "true" } });
      if (answer.ok) show(await answer.json());
    } catch { /* Связи нет: об этом скажет очередь. */ }
  }

  /* Глаз из того же набора знаков, что и на странице. */
  function eye() {
    const sign = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    sign.setAttribute("class", "sign");
    sign.setAttribute("aria-hidden", "true");
    sign.append(document.createElementNS(sign.namespaceURI, "use"));
    sign.firstChild.setAttribute("href", "#sign-eye");
    return sign;
  }

  function show(others) {
    for (const line of document.querySelectorAll(".watchers")) {
      const who = others[line.id.slice("watchers-".length)];
      const said = who ? `Сейчас смотрит: ${who.join(", ")}` : "";
      if (line.textContent.trim() !== said) line.replaceChildren(...(said ? [eye(), ` ${said}`] : []));
    }
  }

  function soon() {
    clearTimeout(waiting);
    waiting = setTimeout(ask, STAYED);
  }
  setInterval(ask, EVERY);
  document.addEventListener("focusin", (event) => { if (event.target.closest(".card")) soon(); });
  soon();
})();
