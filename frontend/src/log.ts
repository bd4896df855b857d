// Logging: what an entry would make of the goal, shown while it is typed and drawn before the server has answered.

import { amount, shown, worded } from "./amounts";
import { newId } from "./page";

interface Standing {
  value: number;
  start: number;
  target: number | null;
  unit: string;
  isMoney: boolean;
}

function standing(form: HTMLFormElement): Standing {
  const { value, start, target, unit, money } = form.dataset;
  return {
    value: Number(value),
    start: Number(start),
    target: target === undefined ? null : Number(target),
    unit: unit ?? "",
    isMoney: money !== undefined,
  };
}

/** The goal's amount after this entry; null where it cannot be told: unreadable, or on an earlier day. */
function after(form: HTMLFormElement, goal: Standing): number | null {
  const typed = new FormData(form);
  if ((typed.get("day") ?? "today") !== "today") return null;
  const kind = typed.get("kind");
  if (kind === "reset") return goal.start;
  const value = amount(String(typed.get("value") ?? ""));
  if (value === null || (kind === "delta" && value === 0)) return null;
  return kind === "set" ? value : goal.value + value;
}

/** How far the goal is, from 0 to 1. */
function share(goal: Standing, value: number): number | null {
  if (goal.target === null) return null;
  return Math.min(1, Math.max(0, (value - goal.start) / (goal.target - goal.start)));
}

function preview(form: HTMLFormElement): void {
  const told = form.querySelector<HTMLOutputElement>("output[data-then]");
  if (!told) return;
  const goal = standing(form);
  const value = after(form, goal);
  told.hidden = value === null;
  if (value === null) return;
  const sentence = (share(goal, value) === 1 && told.dataset["reached"]) || told.dataset["then"];
  told.textContent = worded(sentence ?? "", {
    value: shown(value, goal.isMoney),
    target: goal.target === null ? "" : shown(goal.target, goal.isMoney),
    unit: goal.unit,
  });
}

/** Draws the goal as it will stand; the server's answer draws over it. */
function draw(form: HTMLFormElement): void {
  const place = form.closest<HTMLElement>("[data-goal]");
  const goal = standing(form);
  const value = after(form, goal);
  if (!place || value === null) return;
  const part = share(goal, value);
  for (const now of place.querySelectorAll("[data-now]")) now.textContent = shown(value, goal.isMoney);
  if (part === null) return;
  const percent = (100 * part).toFixed(2);
  place.querySelector("[data-road]")?.setAttribute("x2", `${percent}%`);
  place.querySelector("[data-arc]")?.setAttribute("stroke-dasharray", `${percent} 100`);
  const whole = place.querySelector("[data-percent]");
  if (whole) whole.textContent = String(part === 1 ? 100 : Math.min(99, Math.round(100 * part)));
}

/** What is drawn before the answer, as it was, so that it can be put back. */
const asItWas = new WeakMap<HTMLFormElement, () => void>();

function remember(form: HTMLFormElement): void {
  const place = form.closest<HTMLElement>("[data-goal]");
  const texts = [...(place?.querySelectorAll("[data-now], [data-percent]") ?? [])].map(
    (mark) => [mark, mark.textContent] as const,
  );
  const road = place?.querySelector("[data-road]");
  const arc = place?.querySelector("[data-arc]");
  const [end, dashes] = [road?.getAttribute("x2"), arc?.getAttribute("stroke-dasharray")];
  asItWas.set(form, () => {
    for (const [mark, text] of texts) mark.textContent = text;
    if (end) road?.setAttribute("x2", end);
    if (dashes) arc?.setAttribute("stroke-dasharray", dashes);
  });
}

function logForm(event: Event): HTMLFormElement | null {
  return event.target instanceof Element ? event.target.closest<HTMLFormElement>("form[data-log]") : null;
}

/** Puts a form back as it was before it was sent. */
export function putBack(form: HTMLFormElement): void {
  asItWas.get(form)?.();
}

/** Takes what was drawn as what now stands, for the next entry. */
export function stands(form: HTMLFormElement): void {
  const value = after(form, standing(form));
  if (value !== null) form.dataset["value"] = String(value);
}

/** Empties a form whose entry has been written or waits, and folds it in; the next entry is another. */
export function written(form: HTMLFormElement): void {
  form.reset();
  const id = form.querySelector<HTMLInputElement>('[name="entry_id"]');
  if (id) id.value = newId();
  preview(form);
  form.closest("details")?.removeAttribute("open");
}

for (const typing of ["input", "change"]) {
  document.addEventListener(typing, (event) => {
    const form = logForm(event);
    if (form) preview(form);
  });
}
document.addEventListener("submit", (event) => {
  const form = logForm(event);
  if (!form) return;
  remember(form);
  draw(form);
});
document.addEventListener(
  "toggle",
  (event) => {
    const fold = event.target;
    if (fold instanceof HTMLDetailsElement && fold.open && fold.matches(".quick")) {
      fold.querySelector<HTMLInputElement>('input[name="value"]')?.focus();
    }
  },
  true,
);
