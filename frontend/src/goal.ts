// A new goal: what its numbers mean, a day, as they are typed.

import { amount, shown, worded } from "./amounts";

const DAY = 86_400_000;

function heard(form: HTMLFormElement): void {
  const told = form.querySelector<HTMLElement>("[data-heard]");
  if (!told) return;
  const typed = (name: string) => String(new FormData(form).get(name) ?? "").trim();
  const [start, target] = [amount(typed("start_value") || "0"), amount(typed("target_value"))];
  const begin = Date.parse(typed("start_date") || (form.dataset["today"] ?? ""));
  const days = Math.round((Date.parse(typed("deadline")) - begin) / DAY);
  const unit = typed("unit");
  const isTold = typed("goal_type") === "target_based" && start !== null && target !== null && start !== target && days > 0;
  told.hidden = !isTold;
  if (!isTold) return;
  const rate = Math.round(Math.abs(target - start) / days);
  told.textContent = worded(told.dataset["heard"] ?? "", {
    start: shown(start, false),
    target: shown(target, false),
    unit,
    rate: shown(rate >= 1000 ? Math.round(rate / 100) * 100 : rate, false),
    days: shown(days * 100, false),
  });
}

const form = document.querySelector<HTMLFormElement>("form[data-new-goal]");
if (form) {
  form.addEventListener("input", () => heard(form));
  heard(form);
}
