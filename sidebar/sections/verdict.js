/** Can this ticket be answered from what is known, and why. */

import { h, spoken } from "../dom.js";
import { capitalised, percent, words } from "../format.js";
import { icon } from "../icons.js";
import { VERDICTS } from "../words.js";

export function verdictView({ verdict }) {
  if (!verdict) return null;
  const known = VERDICTS[verdict.kind] ?? { label: capitalised(words(verdict.kind)), icon: "info", tone: "plain" };
  return h(
    "div",
    { class: "verdict", data: { tone: known.tone, kind: verdict.kind } },
    h(
      "div",
      { class: "verdict-line" },
      h("h2", { class: "verdict-chip" }, spoken("Verdict: "), icon(known.icon), known.label),
      h("span", { class: "quiet number" }, `answered by the knowledge: ${percent(verdict.score)}`),
    ),
    verdict.reason && h("p", { class: "verdict-reason" }, verdict.reason),
  );
}
