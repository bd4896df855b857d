// The keyboard: places by two letters, j and k through a list, x to log or tick, n to add, ? for the keys.

const PLACES: Record<string, string> = { t: "/today", g: "/goals", p: "/practice", s: "/settings" };
const ROWS = "main .way > li, main .tree .node, main .list tbody tr:not(.grp), main .lines > li, main .log > li";
const PATIENCE = 1_200;

let begun = 0;

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input:not([type=radio], [type=checkbox]), textarea, select"));
}

function rows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(ROWS)].filter((row) => row.checkVisibility() && row.querySelector("a[href]"));
}

function present(all: HTMLElement[]): number {
  return all.findIndex((row) => row.contains(document.activeElement));
}

function step(by: 1 | -1): void {
  const all = rows();
  const now = present(all);
  const next = all[now < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, now + by))];
  const link = next?.querySelector<HTMLElement>("a.what, a.name, a[href]");
  link?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

/** Opens the form to log on the row that has the focus, or presses its tick. */
function act(): void {
  const all = rows();
  const row = all[present(all)];
  row?.querySelector<HTMLElement>(".quick > summary, button.stop")?.click();
}

function add(): void {
  const link = document.querySelector<HTMLAnchorElement>("[data-add]");
  if (!link) return;
  link.click();
  if (link.hash) document.querySelector<HTMLElement>(`${link.hash} input[name="value"]`)?.focus();
}

const ACTS: Record<string, () => void> = {
  "?": () => document.querySelector<HTMLDialogElement>("#keys")?.showModal(),
  n: add,
  j: () => step(1),
  k: () => step(-1),
  x: act,
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
  const place = performance.now() - begun < PATIENCE ? PLACES[event.key] : undefined;
  begun = event.key === "g" && !place ? performance.now() : 0;
  const does = place ? () => location.assign(place) : ACTS[event.key];
  if (!does) return;
  event.preventDefault();
  does();
});
