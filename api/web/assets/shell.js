"use strict";
/* Оболочка приложения. Без неё страницы работают так же. */
if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js").catch(() => {});
