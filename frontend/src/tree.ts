// The tree: its folds are remembered; goals are moved by keys and by dragging, and the server decides.

import { csrf, owner, toast } from "./page";
import { worded } from "./amounts";

const EDGE = 0.3;

function tree(): HTMLElement | null {
  return document.querySelector<HTMLElement>("[data-tree]");
}

function itemOf(target: EventTarget | null): HTMLElement | null {
  const item = target instanceof Element ? target.closest<HTMLElement>("[data-node]") : null;
  return item && tree()?.contains(item) ? item : null;
}

function key(): string {
  return `milepost.folds.${owner()}`;
}

function folded(): Record<string, boolean> {
  try {
    return JSON.parse(localStorage.getItem(key()) ?? "{}") as Record<string, boolean>;
  } catch {
    return {};
  }
}

function unfold(): void {
  const known = folded();
  for (const fold of tree()?.querySelectorAll<HTMLDetailsElement>("[data-node] > details") ?? []) {
    const open = known[fold.parentElement?.dataset["node"] ?? ""];
    if (open !== undefined) fold.open = open;
  }
}

document.addEventListener(
  "toggle",
  (event) => {
    const fold = event.target;
    const id = fold instanceof HTMLDetailsElement ? itemOf(fold)?.dataset["node"] : undefined;
    if (!(fold instanceof HTMLDetailsElement) || !id || fold.parentElement?.dataset["node"] !== id) return;
    const known = folded();
    if (known[id] === fold.open) return;
    localStorage.setItem(key(), JSON.stringify({ ...known, [id]: fold.open }));
  },
  true,
);

interface Spot {
  parent_goal_id?: string;
  practice_session_id?: string;
  before_id?: string;
}

/** What a goal stands under, as a form says it. */
function above(item: HTMLElement): Spot {
  const over = item.parentElement?.closest<HTMLElement>("[data-node], [data-session]");
  if (!over) return { parent_goal_id: "" };
  const session = over.dataset["session"];
  return session ? { practice_session_id: session } : { parent_goal_id: over.dataset["node"] ?? "" };
}

function beside(item: HTMLElement, by: 1 | -1): HTMLElement | null {
  const other = by > 0 ? item.nextElementSibling : item.previousElementSibling;
  return other instanceof HTMLElement && other.dataset["node"] ? other : null;
}

function before(item: HTMLElement | null): Spot {
  return item ? { before_id: item.dataset["node"] ?? "" } : {};
}

/** Where an arrow with Alt takes a goal; null where there is nowhere to go. */
function led(item: HTMLElement, arrow: string): Spot | null {
  const [previous, next] = [beside(item, -1), beside(item, 1)];
  const over = item.parentElement?.closest<HTMLElement>("[data-node]");
  if (arrow === "ArrowUp") return previous && { ...above(item), ...before(previous) };
  if (arrow === "ArrowDown") return next && { ...above(item), ...before(beside(next, 1)) };
  if (arrow === "ArrowRight") return previous && { parent_goal_id: previous.dataset["node"] ?? "" };
  if (arrow === "ArrowLeft") return over ? { ...above(over), ...before(beside(over, 1)) } : null;
  return null;
}

async function move(item: HTMLElement, spot: Spot): Promise<void> {
  const root = tree();
  const { node: id = "", title = "" } = item.dataset;
  if (!root) return;
  const fields = new URLSearchParams({ csrf_token: csrf(), back: "tree", ...spot });
  const answer = await fetch(`/goals/${id}/move`, { method: "POST", body: fields }).catch(() => null);
  const page = answer && new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = answer?.ok ? page?.querySelector("[data-tree]") : null;
  if (!fresh) {
    const reason = page?.querySelector("[role=alert]")?.textContent?.trim() || document.body.dataset["unreached"] || "";
    toast(worded(root.dataset["notMoved"] ?? "", { title, reason }));
    return;
  }
  root.replaceWith(document.importNode(fresh, true));
  unfold();
  for (let up = document.getElementById(`g-${id}`)?.parentElement?.closest("details"); up; up = up.parentElement?.closest("details")) up.open = true;
  document.querySelector<HTMLElement>(`#g-${CSS.escape(id)} > .node > .name`)?.focus();
  toast(worded(root.dataset["moved"] ?? "", { title }));
}

document.addEventListener("keydown", (event) => {
  const item = event.altKey ? itemOf(event.target) : null;
  if (!item || item.dataset["movable"] === undefined || !event.key.startsWith("Arrow")) return;
  event.preventDefault();
  const spot = led(item, event.key);
  if (spot) void move(item, spot);
});

let dragged: HTMLElement | null = null;

/** Where a goal that is let go over a row would land: before it at its upper edge, else under it. */
function landing(over: HTMLElement, y: number): { spot: Spot; edge: boolean } {
  const row = over.querySelector<HTMLElement>(":scope > .node") ?? over;
  const box = row.getBoundingClientRect();
  const edge = y < box.top + box.height * EDGE;
  const spot = edge ? { ...above(over), ...before(over) } : { parent_goal_id: over.dataset["node"] ?? "" };
  return { spot, edge };
}

function mark(over: HTMLElement | null, edge = false): void {
  for (const marked of document.querySelectorAll(".lands-before, .lands-under")) marked.classList.remove("lands-before", "lands-under");
  over?.classList.add(edge ? "lands-before" : "lands-under");
}

document.addEventListener("dragstart", (event) => {
  const item = itemOf(event.target);
  dragged = item?.dataset["movable"] === undefined ? null : item;
  if (dragged) event.dataTransfer?.setData("text/plain", dragged.dataset["title"] ?? "");
});
document.addEventListener("dragover", (event) => {
  const over = itemOf(event.target);
  if (!dragged || !over || dragged.contains(over)) return;
  event.preventDefault();
  mark(over, landing(over, event.clientY).edge);
});
document.addEventListener("drop", (event) => {
  const over = itemOf(event.target);
  const item = dragged;
  if (!item || !over || item.contains(over)) return;
  event.preventDefault();
  mark(null);
  void move(item, landing(over, event.clientY).spot);
});
document.addEventListener("dragend", () => {
  mark(null);
  dragged = null;
});

unfold();
