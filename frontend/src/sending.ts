// Sending forms without leaving the page: the word on the button, and what is said when it did not arrive.

import { putBack, stands, written } from "./log";
import { begin, itemOf, settle, wait } from "./queue";

interface Sent {
  ctx: {
    sourceElement?: Element;
    response?: { status: number; raw: Response };
  };
}

function sent(event: Event): Sent["ctx"] | null {
  return event instanceof CustomEvent ? ((event.detail as Partial<Sent>).ctx ?? null) : null;
}

function formOf(event: Event): HTMLFormElement | null {
  const source = sent(event)?.sourceElement;
  return source instanceof HTMLFormElement ? source : null;
}

const words = new WeakMap<HTMLButtonElement, string>();

function button(form: HTMLFormElement): HTMLButtonElement | null {
  return form.querySelector<HTMLButtonElement>("button[type=submit]");
}

function saving(form: HTMLFormElement): void {
  const pressed = button(form);
  if (!pressed) return;
  words.set(pressed, pressed.textContent ?? "");
  pressed.textContent = document.body.dataset["saving"] ?? "";
}

function saved(form: HTMLFormElement): void {
  const pressed = button(form);
  const word = pressed && words.get(pressed);
  if (pressed && word) pressed.textContent = word;
}

/** Says in the form that it did not arrive; nothing typed is touched. */
function tell(form: HTMLFormElement, sentence: string | undefined): void {
  putBack(form);
  const told = form.querySelector<HTMLElement>("[data-not-sent]") ?? document.createElement("p");
  told.className = "tell care";
  told.dataset["notSent"] = "";
  told.setAttribute("role", "alert");
  told.textContent = sentence ?? "";
  form.prepend(told);
}

/** The entries that forms are logging, by form. */
const logging = new WeakMap<HTMLFormElement, string>();

/** The server has answered what a form logged. */
function answered(form: HTMLFormElement | null): void {
  const id = form && logging.get(form);
  if (id) settle(id);
}

/** What a form logged has not arrived; it waits, and the form is ready for another. False for other forms. */
function waits(form: HTMLFormElement): boolean {
  const id = logging.get(form);
  if (!id) return false;
  stands(form);
  written(form);
  wait(id);
  return true;
}

document.addEventListener("htmx:before:request", (event) => {
  const form = formOf(event);
  if (!form) return;
  form.querySelector("[data-not-sent]")?.remove();
  const item = form.matches("[data-log]") ? itemOf(form) : null;
  if (item) {
    begin(item);
    logging.set(form, item.id);
  }
  saving(form);
});
document.addEventListener("htmx:before:response", (event) => {
  const answer = sent(event)?.response?.raw;
  if (!answer?.redirected) return;
  const landed = new URL(answer.url);
  if (landed.pathname === location.pathname) return;
  answered(formOf(event));
  event.preventDefault();
  location.assign(landed);
});
document.addEventListener("htmx:finally:request", (event) => {
  const form = formOf(event);
  if (form) saved(form);
});
document.addEventListener("htmx:after:swap", (event) => {
  const form = formOf(event);
  answered(form);
  if (form?.isConnected && form.matches("[data-log]") && sent(event)?.response?.status === 200) written(form);
});
document.addEventListener("htmx:response:error", (event) => {
  const form = formOf(event);
  const status = sent(event)?.response?.status ?? 0;
  if (!form || status === 422 || status === 409) return;
  if ((status >= 500 || status === 401 || status === 429) && waits(form)) return;
  answered(form);
  tell(form, document.body.dataset["refused"]);
});
document.addEventListener("htmx:error", (event) => {
  const form = formOf(event);
  if (form && !waits(form)) tell(form, document.body.dataset["lost"]);
});
