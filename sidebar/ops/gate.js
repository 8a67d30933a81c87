/** May the newest run go live? The gate's word, and why not. */

import { h } from "../dom.js";

const SHOWN = 8;

export function gateView({ passed, failures }) {
  if (passed) return h("p", { class: "ops-gate" }, "The gate is open: nothing fell behind the baseline.");
  const more = failures.length - SHOWN;
  return h(
    "div",
    { class: "ops-gate" },
    h("p", { class: "ops-problem" }, `The gate is shut: ${failures.length} ${failures.length === 1 ? "reason" : "reasons"}.`),
    h("ul", null, failures.slice(0, SHOWN).map(reason)),
    more > 0 ? h("p", { class: "quiet" }, `and ${more} more: draftdesk eval gate --log LOG`) : null,
  );
}

function reason({ suite, scorer, told, cases }) {
  const name = scorer ? `${suite}/${scorer}` : suite;
  const moved = cases.slice(0, 5).map((one) => one.case).join(", ");
  return h("li", null, h("strong", null, name), ` ${told}`, moved ? h("span", { class: "quiet" }, ` (${moved})`) : null);
}
