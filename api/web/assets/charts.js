"use strict";
/* График, который отвечает на наведение и нажатие. Картинку рисует сервер; чертёж и то, что его рисует (около 280 КБ),
   загружаются, только когда попросят. Выражения чертежа разбираются, а не исполняются: политика содержимого прежняя. */
(() => {
  document.documentElement.classList.add("scripted");
  const loads = new Map();

  function load(address) {
    if (!loads.has(address)) {
      loads.set(address, new Promise((done, failed) => {
        const script = document.createElement("script");
        script.src = address;
        script.onload = done;
        script.onerror = () => { loads.delete(address); script.remove(); failed(new Error("нет связи с сервером")); };
        document.head.append(script);
      }));
    }
    return loads.get(address);
  }

  async function spec(address) {
    const view = (matchMedia("(prefers-color-scheme: dark)").matches ? "&scheme=dark" : "")
      + (matchMedia("(max-width: 760px)").matches ? "&size=narrow" : "");
    const answer = await fetch(address + view);
    if (!answer.ok) throw new Error(answer.status === 401 ? "сеанс закончился, войдите снова" : "сервер не ответил");
    return answer.json();
  }

  /* Что под указателем — словами в самом месте графика: своим элементом, без вставленных стилей. */
  function teller(place) {
    const tip = document.createElement("p");
    tip.className = "tip";
    return (handler, event, item, value) => {
      if (!tip.parentElement) place.append(tip);
      tip.textContent = value ? Object.entries(value).map(([name, said]) => `${name}: ${said}`).join("\n") : "";
      const at = place.getBoundingClientRect(), left = event.clientX - at.left;
      tip.style.left = `${Math.max(0, Math.min(left + 14, at.width - tip.offsetWidth))}px`;
      tip.style.top = `${event.clientY - at.top + 16}px`;
    };
  }

  /* Части зависят одна от другой: по порядку. */
  async function draw(button, place) {
    for (const part of button.dataset.parts.split(" ")) await load(part);
    const { view } = await vegaEmbed(place, await spec(button.dataset.alive), {
      ast: true, defaultStyle: false, actions: false, renderer: "svg", tooltip: teller(place),
    });
    return view;
  }

  async function show(button, place, picture, said) {
    said.textContent = "Загружаю график…";
    button.disabled = true;
    try {
      if (!place.childElementCount) await draw(button, place);
      place.hidden = false;
      picture.hidden = true;
      said.textContent = "Наведите на столбец или коснитесь его — увидите числа. Нажмите на слово над графиком — останется только оно.";
    } catch (error) {
      place.replaceChildren();
      said.textContent = `График не загрузился: ${error.message}. Картинка и числа — на месте.`;
    } finally {
      button.disabled = false;
      button.focus();
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-alive]");
    if (!button) return;
    const place = button.parentElement.previousElementSibling, picture = place.previousElementSibling;
    const said = button.nextElementSibling, shown = !place.hidden;
    if (shown) {
      place.hidden = true;
      picture.hidden = false;
      said.textContent = "";
      button.setAttribute("aria-pressed", "false");
      return;
    }
    show(button, place, picture, said).then(() => button.setAttribute("aria-pressed", String(!place.hidden)));
  });
})();
