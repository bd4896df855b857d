// Amounts as the server reads them: whole hundredths, never a binary float.

const WHOLE = /^(-?)([0-9]{1,8})(?:\.([0-9]{1,2}))?$/;

/** Reads an amount into hundredths; null for anything that the server would refuse. */
export function amount(text: string): number | null {
  const match = WHOLE.exec(text.trim());
  if (!match) return null;
  const cents = Number(match[2]) * 100 + Number((match[3] ?? "0").padEnd(2, "0"));
  return match[1] ? -cents : cents;
}

/** Writes hundredths in the page's language, without places that say nothing; money keeps both or none. */
export function shown(cents: number, isMoney: boolean): string {
  const rest = Math.abs(cents) % 100;
  const places = rest === 0 ? 0 : rest % 10 === 0 && !isMoney ? 1 : 2;
  const style = { minimumFractionDigits: places, maximumFractionDigits: places };
  return new Intl.NumberFormat(document.documentElement.lang, style).format(cents / 100).replace("-", "\u2212");
}

/** Puts words into a sentence of the catalogue, at its {names}. */
export function worded(sentence: string, words: Record<string, string>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => words[name] ?? whole);
}
