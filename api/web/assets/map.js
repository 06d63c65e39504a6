"use strict";
/* Карта инцидентов. Группы считает сервер; здесь только рисунок. Без этого файла есть список и картинка. */
document.documentElement.classList.add("scripted");
window.addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("map");
  const form = document.getElementById("map-form");
  const state = document.getElementById("map-state");
  const heat = document.getElementById("heat");
  const towns = JSON.parse(place.dataset.towns);
  const today = Date.parse(place.dataset.today);
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(place, {
    zoomControl: false, zoomAnimation: !calm, fadeAnimation: !calm, markerZoomAnimation: !calm, maxZoom: 18, minZoom: 5,
    zoomSnap: place.dataset.tiles ? 1 : 0.5,
  });
  map.attributionControl.setPrefix(false);
  /* Leaflet закрывает окошко клавишей, только когда выбрана сама карта, а не знак на ней. */
  place.addEventListener("keydown", (event) => { if (event.key === "Escape") map.closePopup(); });
  L.control.zoom({ position: "bottomleft", zoomInTitle: "Ближе", zoomOutTitle: "Дальше" }).addTo(map);
  if (place.dataset.tiles) L.tileLayer(place.dataset.tiles, { attribution: escaped(place.dataset.credit), maxZoom: 18 }).addTo(map);
  const ground = L.layerGroup().addTo(map), spots = L.layerGroup().addTo(map), warmth = L.layerGroup();
  let borders = null;
  /* Границы территорий: линии под знаками. Без них карта говорит то же. */
  async function outline() {
    if (!place.dataset.borders) return;
    try {
      const answer = await fetch(place.dataset.borders, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      borders = L.geoJSON(await answer.json(), { interactive: false, style: { className: "border", weight: 1.5, fill: false } }).addTo(ground);
    } catch (error) {
      borders = null;
    }
  }
  const names = [];
  for (const [name, lat, lon] of towns) {
    const said = document.createElement("span");
    said.textContent = name;
    L.marker([lat, lon], { icon: L.divIcon({ className: "town", html: said, iconSize: [0, 0], iconAnchor: [3, 0] }), interactive: false, keyboard: false, zIndexOffset: -1000 }).addTo(ground);
    names.push({ said, at: [lat, lon] });
  }

  /* Имя стоит у самой точки: справа, слева, под ней, над ней, где нет ни знака, ни другого имени; нет места — его
     называет список. */
  /* Над буквами и под ними строка пуста. */
  const AIR = 2;
  const meet = (one, other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
  const box = (left, top, wide, high) => ({ left, top, right: left + wide, bottom: top + high });
  function clear(found) {
    const signs = found.map(({ at, size }) => {
      const spot = map.latLngToLayerPoint(at);
      return box(spot.x - size / 2, spot.y - size / 2, size, size);
    });
    const taken = [...signs], corner = map.containerPointToLayerPoint([0, 0]), { x: wideness, y: highness } = map.getSize();
    const inside = (name) => name.left >= corner.x && name.right <= corner.x + wideness && name.top >= corner.y && name.bottom <= corner.y + highness;
    for (const { said, at } of names) {
      const town = map.latLngToLayerPoint(at), wide = said.offsetWidth, high = said.offsetHeight;
      const own = box(town.x - 12, town.y - 8, 24, 16), over = signs.filter((sign) => meet(sign, own));
      const left = Math.min(town.x, ...over.map((sign) => sign.left)), right = Math.max(town.x, ...over.map((sign) => sign.right));
      const top = Math.min(town.y, ...over.map((sign) => sign.top)), bottom = Math.max(town.y, ...over.map((sign) => sign.bottom));
      const middle = town.y - high / 2, centre = town.x - wide / 2;
      const places = [[right + 8, middle], [left - 8 - wide, middle], [centre, bottom + 5], [centre, top - 5 - high]];
      const fits = places.map(([x, y]) => box(x, y + AIR, wide, high - 2 * AIR)).filter((name) => !taken.some((other) => meet(name, other)));
      const free = fits.find(inside) || fits[0];
      said.style.visibility = free ? "" : "hidden";
      if (!free) continue;
      taken.push(free);
      said.style.transform = `translate(${free.left - town.x - 8}px, ${free.top - AIR - middle}px)`;
    }
  }

  function escaped(text) {
    const node = document.createElement("span");
    node.textContent = text;
    return node.innerHTML;
  }

  function item(tag, text, href) {
    const node = document.createElement(tag);
    if (text) node.textContent = text;
    if (href) node.href = href;
    return node;
  }

  function many(count, one, few, lots) {
    const tens = count % 100, ones = count % 10;
    const word = tens > 10 && tens < 20 ? lots : ones === 1 ? one : ones > 1 && ones < 5 ? few : lots;
    return `${count} ${word}`;
  }

  /* Тексты — данные: всё через textContent. */
  function told(spot, [lon, lat], zoom) {
    const box = item("div");
    box.append(item("b", spot.places.slice(0, 3).join("; ")), item("small", spot.sureness));
    const rows = item("ul");
    for (const each of spot.named) {
      const line = item("li");
      line.append(item("a", each.title, `/incidents/${each.id}`), item("small", `${each.place}, уверенность в адресе ${Math.round(each.confidence * 100)} %`));
      rows.append(line);
    }
    /* Списки знака считает сервер тем же счётом, что и сам знак. */
    const sign = `${place.dataset.sign},${zoom},${lat},${lon},`;
    const state = place.dataset.state === "open" ? {} : { state: place.dataset.state };
    const list = (what) => `/search?${new URLSearchParams({ what, ...state, sign })}`;
    const lists = item("p");
    lists.className = "lists";
    lists.append(item("a", `Списком: ${many(spot.incidents, "инцидент", "инцидента", "инцидентов")}`, list("incidents")), item("a", "Карточки этого места", list("cards")));
    box.append(lists, rows);
    if (spot.incidents > spot.named.length) box.append(item("small", `и ещё ${spot.incidents - spot.named.length}`));
    return box;
  }

  const SIZES = [[1, 30], [3, 34], [10, 40], [30, 48], [Infinity, 56]];
  const sizeOf = (count) => SIZES.find(([upto]) => count <= upto)[1];
  function draw(found, zoom) {
    spots.clearLayers();
    warmth.clearLayers();
    clear(found.features.map(({ geometry, properties }) => ({
      at: [geometry.coordinates[1], geometry.coordinates[0]], size: sizeOf(properties.incidents),
    })));
    const most = Math.max(1, ...found.features.map((each) => each.properties.incidents));
    for (const { geometry, properties } of found.features) {
      const [lon, lat] = geometry.coordinates;
      const size = sizeOf(properties.incidents);
      const unsure = properties.confidence < 0.7 ? " unsure" : "";
      const icon = L.divIcon({ className: `spot ${properties.level}${unsure}`, html: String(properties.incidents), iconSize: [size, size] });
      const marker = L.marker([lat, lon], { icon, riseOnHover: true });
      marker.bindPopup(() => told(properties, geometry.coordinates, zoom), { maxWidth: 300, autoPanPadding: [20, 20] });
      marker.addTo(spots);
      const node = marker.getElement();
      if (node) node.setAttribute("aria-label", `${properties.places[0]}${properties.places.length > 1 ? " и рядом" : ""}: ${many(properties.incidents, "инцидент", "инцидента", "инцидентов")}`);
      const share = properties.incidents / most;
      const style = getComputedStyle(place);
      L.circleMarker([lat, lon], { radius: 18 + 44 * Math.sqrt(share), stroke: false, fillColor: style.getPropertyValue("--critical"), fillOpacity: 0.12 + 0.4 * share, interactive: false }).addTo(warmth);
    }
  }

  let asked = 0;
  async function load(fit) {
    const mine = ++asked;
    state.textContent = "Загружаю инциденты…";
    const zoom = fit ? 11 : Math.round(map.getZoom());
    try {
      const answer = await fetch(`${place.dataset.address}&zoom=${zoom}`, { headers: { Accept: "application/json" } });
      if (mine !== asked) return;
      if (answer.status === 401) { state.textContent = "Сеанс закончился: обновите страницу и войдите."; return; }
      if (!answer.ok) throw new Error(String(answer.status));
      const found = await answer.json();
      /* Показ всех мест меняет масштаб, и группы для него придут следом. */
      if (fit) return frame(found);
      draw(found, zoom);
      state.textContent = found.features.length ? "" : "На карте за этот срок ничего нет.";
    } catch (error) {
      if (mine === asked) state.textContent = "Нет связи с сервером: карта не обновлена. Список рядом верен на время открытия страницы.";
    }
  }

  function frame(found) {
    const points = found.features.map((each) => [each.geometry.coordinates[1], each.geometry.coordinates[0]]);
    const known = borders ? [borders.getBounds().getSouthWest(), borders.getBounds().getNorthEast()] : towns.map(([, lat, lon]) => [lat, lon]);
    const all = borders ? [...points, ...known] : points.length ? points : known;
    const zoom = map._zoom;
    if (all.length) map.fitBounds(L.latLngBounds(all), { paddingTopLeft: [30, 40], paddingBottomRight: [90, 40], maxZoom: 15, animate: false });
    else map.setView([61, 90], 5, { animate: false });
    if (map.getZoom() === zoom) load(false);
  }

  const days = ["янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"];
  form.addEventListener("input", (event) => {
    const said = document.getElementById(event.target.dataset.said || "");
    if (!said) return;
    const day = new Date(today - event.target.value * 864e5);
    said.textContent = `${day.getUTCDate()} ${days[day.getUTCMonth()]}`;
  });
  /* Список большого места приходит, когда место открыли. Без связи остаётся ссылка на него. */
  async function tell(place) {
    const waits = place.querySelector(".to-told");
    const link = waits && waits.querySelector("a");
    if (!place.open || !link || waits.dataset.asked) return;
    waits.dataset.asked = "yes";
    link.textContent = "Загружаю инциденты…";
    try {
      const answer = await fetch(link.href);
      const came = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".told");
      if (!came) throw new Error(String(answer.status));
      waits.replaceWith(document.adoptNode(came));
    } catch (error) {
      delete waits.dataset.asked;
      link.textContent = "Список не загружен: открыть его отдельно";
    }
  }
  for (const place of document.querySelectorAll(".places details")) place.addEventListener("toggle", () => tell(place));
  /* Лист уже или шире экрана; знаки стоят по точкам экрана, поэтому карта печатается в своём размере. */
  addEventListener("beforeprint", () => {
    map.closePopup();
    place.style.width = `${place.clientWidth}px`;
    place.style.height = `${place.clientHeight}px`;
  });
  addEventListener("afterprint", () => { place.style.width = place.style.height = ""; });
  heat.addEventListener("change", () => { if (heat.checked) warmth.addTo(map); else warmth.remove(); });
  map.on("zoomend", () => load(false));
  outline().then(() => load(true));
});
