// Settings: the look changes at once and is kept; a new token can be copied.

/** The cookie of entrypoints/web/theme.py, for a year. */
const THEME = "milepost_theme";
const KEPT = "Max-Age=31536000; Path=/; SameSite=Lax";

let sending = new AbortController();

/** Keeps a theme: here, so that the next page has it; by the server, as some browsers soon drop what scripts keep. */
function keep(theme: string, form: HTMLFormElement): void {
  // The answer to an earlier choice, if it still came, would undo this one.
  sending.abort();
  sending = new AbortController();
  document.cookie = `${THEME}=${theme}; ${KEPT}${location.protocol === "https:" ? "; Secure" : ""}`;
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) fields.append(name, String(value));
  const sent = fetch(form.action, { method: "POST", body: fields, redirect: "manual", signal: sending.signal });
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
