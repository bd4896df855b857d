// The queue as the page shows it: what waits, what was refused, and asking before one signs out over it.

import { shown, amount, worded } from "./amounts";
import { owner, refreshed } from "./page";
import { type Flushed, type Item, drop, flush, items, waiting } from "./queue";

const [SOON, LATEST] = [2_000, 60_000];
const MEND = "milepost.mend";

let pause = SOON;
let timer = 0;
let end: Flushed = "later";

function words(): DOMStringMap {
  return document.querySelector<HTMLElement>("#queue")?.dataset ?? {};
}

function button(word: string, does: () => void): HTMLButtonElement {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "btn bare", textContent: word });
  made.addEventListener("click", does);
  return made;
}

function said(item: Item): string {
  const cents = amount(item.value ?? "");
  const value = cents === null ? "" : shown(cents, false);
  const said = { delta: `+${value || "1"}`, set: `= ${value}`, reset: words()["again"] ?? "" }[item.kind] ?? value;
  return `${item.title}, ${said} ${item.kind === "reset" ? "" : item.unit}`.trim();
}

/** Takes an entry that was refused back into the form it came from. */
function mend(item: Item): void {
  sessionStorage.setItem(MEND, JSON.stringify(item));
  drop(item.id);
  location.assign(`/goals/${item.goal}`);
}

function line(item: Item): HTMLLIElement {
  const made = document.createElement("li");
  const told = document.createElement("span");
  told.textContent = said(item);
  if (item.refused !== undefined) {
    const why = document.createElement("span");
    why.className = "sub care";
    why.textContent = item.refused;
    told.append(why);
  }
  made.append(told);
  if (item.refused !== undefined) made.append(button(words()["mend"] ?? "", () => mend(item)));
  made.append(button(words()["drop"] ?? "", () => drop(item.id)));
  return made;
}

function sentence(all: Item[]): string {
  const sent = all.filter((each) => each.refused === undefined).length;
  if (!sent) return words()["refused"] ?? "";
  const form = end === "signed-out" ? "signedOut" : sent === 1 ? "one" : "many";
  return worded(words()[form] ?? "", { count: String(sent) });
}

function draw(): void {
  const all = waiting();
  for (const stop of document.querySelectorAll(".stop.wait")) stop.classList.remove("wait");
  for (const item of all) document.querySelector(`#goal-${CSS.escape(item.goal)} .stop`)?.classList.add("wait");
  const told = document.querySelector<HTMLElement>("#kept");
  if (!told) return;
  told.hidden = all.length === 0;
  told.querySelector("[data-sentence]")?.replaceChildren(sentence(all));
  told.querySelector("ul")?.replaceChildren(...all.map(line));
}

async function attempt(): Promise<void> {
  clearTimeout(timer);
  const before = end;
  const result = await flush();
  end = result.end;
  draw();
  if (result.settled) await refreshed();
  if (end === "later" && waiting().length) {
    timer = window.setTimeout(() => void attempt(), pause);
    pause = Math.min(LATEST, pause * 2);
  } else if (before !== end) {
    pause = SOON;
  }
}

/** Fills the form of a goal with the entry that is to be mended. */
function mended(): void {
  const kept = sessionStorage.getItem(MEND);
  const item = kept ? (JSON.parse(kept) as Item) : null;
  const form = item && document.querySelector<HTMLFormElement>(`#log-${CSS.escape(item.goal)}`);
  if (!item || !form) return;
  sessionStorage.removeItem(MEND);
  const field = (name: string) => form.querySelector<HTMLInputElement | HTMLSelectElement>(`[name="${name}"]:not([type=radio])`);
  const fill = (name: string, value: string) => {
    const found = field(name);
    if (found) found.value = value;
  };
  form.querySelector<HTMLInputElement>(`[name="kind"][value="${item.kind}"]`)?.click();
  fill("value", item.value ?? "");
  fill("note", item.note ?? "");
  fill("day", "other");
  fill("other_day", item.day);
  field("value")?.focus();
}

document.addEventListener("milepost:queue", () => {
  draw();
  if (waiting().length) {
    clearTimeout(timer);
    timer = window.setTimeout(() => void attempt(), pause);
  }
});
document.addEventListener("htmx:after:swap", draw);
window.addEventListener("storage", draw);
window.addEventListener("online", () => {
  pause = SOON;
  void attempt();
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.getAttribute("action") !== "/sign-out") return;
  if ("caches" in window) void caches.delete("milepost-day");
  if (!items().length || form.dataset["sure"] !== undefined) return;
  event.preventDefault();
  const asked = document.querySelector<HTMLDialogElement>("#leaving");
  asked?.showModal();
  asked?.addEventListener("close", () => {
    if (asked.returnValue !== "leave") return;
    form.dataset["sure"] = "";
    form.requestSubmit();
  }, { once: true });
});

if (owner()) {
  draw();
  mended();
  if (items().length) void attempt();
}
