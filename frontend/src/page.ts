// What the page knows of who looks at it, and drawing its main part anew.

import htmx from "htmx.org";

/** Whose page it is; "" where nobody is signed in. */
export function owner(): string {
  return document.body.dataset["owner"] ?? "";
}

/** The token that goes with every change. */
export function csrf(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}

/** The date that an instant has for the owner: on the clock of their zone, less the hour their day begins. */
export function ownersDate(instant: Date): string {
  const { zone, dayStart } = document.body.dataset;
  const [hours = 0, minutes = 0] = (dayStart ?? "00:00").split(":").map(Number);
  const style = { timeZone: zone ?? "UTC", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  const parts = new Map(new Intl.DateTimeFormat("en", style).formatToParts(instant).map((part) => [part.type, Number(part.value)]));
  const at = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
  const wall = Date.UTC(at("year"), at("month") - 1, at("day"), at("hour") - hours, at("minute") - minutes);
  return new Date(wall).toISOString().slice(0, 10);
}

/** A new random id; by hand where a page that came without TLS is given no better. */
export function newId(): string {
  if ("randomUUID" in crypto) return crypto.randomUUID();
  const bytes = (crypto as Crypto).getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const text = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Draws the main part of this page as the server has it now. */
export async function refreshed(): Promise<void> {
  await htmx.ajax("GET", location.pathname + location.search, { target: "#main", select: "#main", swap: "outerMorph" });
}

/** Tells something for a while, above whatever is there. */
export function toast(sentence: string): void {
  const place = document.querySelector(".toasts");
  if (!place) return;
  const told = document.createElement("div");
  told.className = "toast";
  told.append(Object.assign(document.createElement("span"), { textContent: sentence }));
  place.replaceChildren(told);
  setTimeout(() => told.remove(), 8_000);
}
