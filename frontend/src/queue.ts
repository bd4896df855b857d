// What was logged and is not known to have arrived: kept in this browser for its owner, sent in order, once each.

import { csrf, newId, owner, ownersDate } from "./page";

/** One entry as the API takes it, what to call it, and, where the server refused it, why. */
export interface Item {
  id: string;
  goal: string;
  title: string;
  unit: string;
  kind: string;
  value?: string;
  note?: string;
  day: string;
  key: string;
  refused?: string;
}

const NAME = "milepost.queue.";
/** Statuses after which the same may succeed later. */
const LATER = new Set([403, 408, 425, 429]);
/** The entry has arrived before, or was taken back since: nothing is left to send. */
const ARRIVED = new Set(["request.id-taken", "request.id-gone"]);

/** Entries that the page itself is sending just now. */
const underWay = new Set<string>();

export type Flushed = "empty" | "later" | "signed-out";

/** How a round of sending ended, and of how many entries it is known what became of them. */
interface Result {
  end: Flushed;
  settled: number;
}

function place(): string {
  return NAME + owner();
}

/** What the owner of this page has waiting, oldest first. */
export function items(): Item[] {
  if (!owner()) return [];
  try {
    return JSON.parse(localStorage.getItem(place()) ?? "[]") as Item[];
  } catch {
    return [];
  }
}

function keep(all: Item[]): void {
  try {
    if (all.length) localStorage.setItem(place(), JSON.stringify(all));
    else localStorage.removeItem(place());
  } catch {
    // A browser that keeps nothing: what is logged is sent all the same, but cannot wait.
  }
  document.dispatchEvent(new Event("milepost:queue"));
}

/** Reads what a form would log, on the owner's own date of now. */
export function itemOf(form: HTMLFormElement): Item | null {
  const typed = new FormData(form);
  const text = (name: string) => String(typed.get(name) ?? "").trim();
  const { goalId: goal = "", title = "", unit = "" } = form.dataset;
  const [id, kind] = [text("entry_id"), text("kind")];
  if (!owner() || !id || !goal) return null;
  const now = new Date();
  const days: Record<string, string> = { yesterday: ownersDate(new Date(now.getTime() - 86_400_000)), other: text("other_day") };
  const item: Item = { id, goal, title, unit, kind, day: days[text("day")] ?? ownersDate(now), key: newId() };
  if (kind !== "reset" && text("value")) item.value = text("value");
  if (text("note")) item.note = text("note");
  return item;
}

/** Keeps an entry before it is sent, so that a tab that is closed loses nothing. */
export function begin(item: Item): void {
  underWay.add(item.id);
  keep([...items().filter((each) => each.id !== item.id), item]);
}

/** The server has answered, and the page shows what it said. */
export function settle(id: string): void {
  underWay.delete(id);
  drop(id);
}

/** It did not arrive: it waits. */
export function wait(id: string): void {
  underWay.delete(id);
  document.dispatchEvent(new Event("milepost:queue"));
}

/** Lets an entry go. */
export function drop(id: string): void {
  if (items().some((each) => each.id === id)) keep(items().filter((each) => each.id !== id));
}

/** Entries that wait, those left out that are on their way at this moment. */
export function waiting(): Item[] {
  return items().filter((each) => !underWay.has(each.id));
}

async function send(item: Item): Promise<"sent" | "later" | "signed-out" | { refused: string }> {
  const body = { id: item.id, kind: item.kind, value: item.value, note: item.note, entry_date: item.day };
  const headers = { "Content-Type": "application/json", "Idempotency-Key": item.key, "X-CSRF-Token": csrf() };
  const request = { method: "POST", headers, body: JSON.stringify(body) };
  const answer = await fetch(`/api/v1/goals/${item.goal}/entries`, request).catch(() => null);
  if (!answer || answer.status >= 500 || LATER.has(answer.status)) return "later";
  if (answer.ok) return "sent";
  if (answer.status === 401) return "signed-out";
  const told = (await answer.json().catch(() => ({}))) as { code?: string; detail?: string; errors?: { detail: string }[] };
  if (told.code && ARRIVED.has(told.code)) return "sent";
  return { refused: told.errors?.[0]?.detail ?? told.detail ?? "" };
}

async function sendAll(): Promise<Result> {
  let settled = 0;
  for (const item of waiting()) {
    if (item.refused !== undefined) continue;
    const end = await send(item);
    if (end === "later" || end === "signed-out") return { end, settled };
    settled += 1;
    if (end === "sent") {
      drop(item.id);
    } else {
      keep(items().map((each) => (each.id === item.id ? { ...each, refused: end.refused } : each)));
    }
  }
  return { end: "empty", settled };
}

/** Sends what waits, in order, from one tab at a time; stops where the server cannot be reached. */
export async function flush(): Promise<Result> {
  if (!waiting().some((each) => each.refused === undefined)) return { end: "empty", settled: 0 };
  if (!("locks" in navigator)) return sendAll();
  const other = { end: "later", settled: 0 } as const;
  return navigator.locks.request(place(), { ifAvailable: true }, (lock) => (lock ? sendAll() : other));
}
