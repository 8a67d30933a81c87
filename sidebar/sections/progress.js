/** Where the work stands while the answer is being made, and what to do when it failed. */

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { STEPS } from "../words.js";

export function progressView(step) {
  const names = Object.keys(STEPS);
  const at = names.indexOf(step);
  return h(
    "div",
    { class: "progress", data: { step: step ?? "" } },
    h("div", { class: "progress-track", "aria-hidden": "true" }, names.map((_, n) => h("span", { class: n < at ? "is-done" : n === at ? "is-now" : null }))),
    h("p", { class: "small" }, `${STEPS[step] ?? "Reading the ticket"}…`),
  );
}

export function errorView({ message, hint, code }, onRetry) {
  return h(
    "div",
    { class: "error", role: "alert" },
    icon("alert"),
    h(
      "div",
      null,
      h("h2", null, message),
      hint && h("p", null, hint),
      h("p", { class: "error-foot" }, h("button", { class: "button", type: "button", on: { click: onRetry } }, icon("retry"), "Retry"), h("span", { class: "mono quiet small" }, code)),
    ),
  );
}

export function skeleton(lines) {
  return h("div", { class: "skeleton", "aria-hidden": "true" }, Array.from({ length: lines }, () => h("span")));
}
