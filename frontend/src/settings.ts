// Settings: the look changes at once and is kept by the server; a new token can be copied.

document.addEventListener("change", (event) => {
  const choice = event.target;
  if (!(choice instanceof HTMLInputElement) || choice.name !== "theme") return;
  const form = choice.closest<HTMLFormElement>("form[data-theme-form]");
  if (!form) return;
  if (choice.value === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = choice.value;
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) fields.append(name, String(value));
  void fetch(form.action, { method: "POST", body: fields, redirect: "manual" });
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
