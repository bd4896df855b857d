// Settings: the look changes at once and is kept by the server; a new token can be copied.

/** The cookie of entrypoints/web/theme.py. */
const THEME = "milepost_theme";

let sending = new AbortController();

/** Keeps a theme: at once for whatever page comes next, and for a year as soon as the server has answered. */
function keep(theme: string, form: HTMLFormElement): void {
  // An answer to an earlier choice would undo this one; leaving the page does not call this one off.
  sending.abort();
  sending = new AbortController();
  const { signal } = sending;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${THEME}=${theme}; Path=/; SameSite=Lax${secure}`;
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) fields.append(name, String(value));
  const sent = fetch(form.action, { method: "POST", body: fields, redirect: "manual", keepalive: true, signal });
  sent.catch(() => undefined);
}

document.addEventListener("change", (event) => {
  const choice = event.target;
  if (!(choice instanceof HTMLInputElement) || choice.name !== "theme") return;
  const form = choice.closest<HTMLFormElement>("form[data-theme-form]");
  if (!form) return;
  if (choice.value === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = choice.value;
  keep(choice.value, form);
});

for (const copy of document.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
  copy.hidden = !("clipboard" in navigator);
  copy.addEventListener("click", () => {
    const secret = document.querySelector<HTMLInputElement>(`#${copy.dataset["copy"]}`);
    if (!secret) return;
    void navigator.clipboard.writeText(secret.value).then(() => {
      copy.textContent = copy.dataset["copied"] ?? copy.textContent;
    });
  });
}
