// What was just done is told for eight seconds; the address forgets it, so that loading again does not repeat it.

const SHOWN_FOR = 8_000;

function forget(): void {
  const address = new URL(location.href);
  if (!address.searchParams.has("done")) return;
  address.searchParams.delete("done");
  history.replaceState(history.state, "", address);
}

function fade(): void {
  forget();
  const toast = document.querySelector<HTMLElement>("[data-toast]:not([data-timed])");
  if (!toast) return;
  toast.dataset["timed"] = "";
  const leave = () => {
    if (toast.matches(":hover, :focus-within")) setTimeout(leave, 1_000);
    else toast.remove();
  };
  setTimeout(leave, SHOWN_FOR);
}

fade();
document.addEventListener("htmx:after:swap", fade);
