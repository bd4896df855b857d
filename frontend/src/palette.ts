// The palette: finds or does anything, by what `/find` answers.

const WAIT = 80;

let asked = 0;
let timer = 0;

function parts(): { dialog: HTMLDialogElement; field: HTMLInputElement; found: HTMLElement } | null {
  const dialog = document.querySelector<HTMLDialogElement>("#palette");
  const field = dialog?.querySelector<HTMLInputElement>("input[name=q]");
  const found = dialog?.querySelector<HTMLElement>("[data-found]");
  return dialog && field && found ? { dialog, field, found } : null;
}

async function look(): Promise<void> {
  const it = parts();
  if (!it) return;
  const number = ++asked;
  const answer = await fetch(`/find?q=${encodeURIComponent(it.field.value)}`).catch(() => null);
  if (!answer?.ok || answer.redirected || number !== asked) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  it.found.replaceChildren(...(page.querySelector("#found")?.children ?? []));
  choose(0);
}

function links(): HTMLAnchorElement[] {
  return [...(parts()?.found.querySelectorAll("a") ?? [])];
}

function choose(place: number): void {
  const all = links();
  const at = (place + all.length) % Math.max(1, all.length);
  all.forEach((link, number) => link.classList.toggle("chosen", number === at));
  all[at]?.scrollIntoView({ block: "nearest" });
}

function chosen(): number {
  return links().findIndex((link) => link.classList.contains("chosen"));
}

function open(): void {
  const it = parts();
  if (!it || it.dialog.open) return;
  it.dialog.showModal();
  it.field.select();
  void look();
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    open();
  } else if (event.target === parts()?.field && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    choose(chosen() + (event.key === "ArrowDown" ? 1 : -1));
  }
});
document.addEventListener("input", (event) => {
  if (event.target !== parts()?.field) return;
  clearTimeout(timer);
  timer = window.setTimeout(() => void look(), WAIT);
});
document.addEventListener("submit", (event) => {
  const it = parts();
  if (!it || !(event.target instanceof HTMLFormElement) || !it.dialog.contains(event.target)) return;
  const link = links()[chosen()];
  if (!link) return;
  event.preventDefault();
  it.dialog.close();
  link.click();
});
document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest("[data-palette]") && parts()) {
    event.preventDefault();
    open();
  } else if (target instanceof HTMLDialogElement && target.open) {
    // A press beside what floats.
    target.close();
  }
});
