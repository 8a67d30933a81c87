/** Values as people read them. */

/** `0.874` -> `87 %`, with a space that does not break. */
export function percent(share) {
  return `${Math.round(100 * Math.min(1, Math.max(0, Number(share) || 0)))}\u202f%`;
}

/** `private_key` -> `private key`; nothing -> an empty text. */
export function words(name) {
  return String(name ?? "").replace(/_+/g, " ").trim();
}

export function capitalised(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function counted(count, one, many = `${one}s`) {
  return `${count} ${count === 1 ? one : many}`;
}

/** `2026-03-04T09:12:00+01:00` -> `2026-03-04 08:12:00 UTC`; text that is no date stays as it is. */
export function utc(iso) {
  const when = new Date(iso);
  if (Number.isNaN(when.getTime())) return String(iso);
  return `${when.toISOString().replace("T", " ").replace(/(\.000)?Z$/, "")} UTC`;
}

/** A message's time, short: `4 Mar 2026, 08:12 UTC`. */
export function messageTime(iso) {
  const when = new Date(iso ?? "");
  if (Number.isNaN(when.getTime())) return "";
  const options = { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", timeZone: "UTC" };
  return `${new Intl.DateTimeFormat("en-GB", options).format(when)} UTC`;
}

/** `{total: 812.4}` -> `812 ms`, `{total: 2310}` -> `2.3 s`. */
export function duration(ms) {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** `{calls: 1, tokens_in: 1204, tokens_out: 310, cost: 0.0042, currency: "USD"}` in words; null without a model. */
export function usageText(usage) {
  if (!usage?.calls) return null;
  const tokens = `${usage.tokens_in.toLocaleString("en")} tokens in, ${usage.tokens_out.toLocaleString("en")} out`;
  const cost = usage.cost === null || usage.cost === undefined ? "no price is set" : `${Number(usage.cost.toPrecision(3))} ${usage.currency}`.trim();
  return `${tokens} · ${cost}`;
}
