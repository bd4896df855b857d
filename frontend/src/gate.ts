// Signing up: the visitor's own zone and date, which the server cannot know yet.

const zone = document.querySelector<HTMLInputElement>("input[data-zone]");
if (zone && !zone.value) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone;

const language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
const weekday = document.querySelector("[data-weekday]");
const day = document.querySelector("[data-date]");
if (weekday && day) {
  const here = new Date();
  weekday.textContent = here.toLocaleDateString(language, { weekday: "long" });
  day.textContent = here.toLocaleDateString(language, { day: "numeric", month: "long" });
}
