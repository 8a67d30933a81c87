/** The run that goes on, or how the last one ended. */

import { h } from "../dom.js";
import { reportAddress } from "./api.js";
import { duration } from "./words.js";

export function going(run, { onCancel }) {
  if (run.state === "running") {
    const left = run.seconds_left === null ? "reading models and index" : `${duration(run.seconds_left)} left`;
    return h(
      "div",
      { class: "ops-going" },
      h("progress", { max: run.planned || 1, value: run.cases, "aria-label": "Cases done" }),
      h("p", null, `${run.cases} of ${run.planned} cases · ${left}`),
      h("button", { type: "button", class: "ops-quiet-button", on: { click: onCancel } }, "Cancel"),
    );
  }
  if (run.state === "done") {
    return h("p", null, `Done in ${duration(run.seconds)}. `, h("a", { href: reportAddress(run.id), target: "_blank", rel: "noopener" }, "Open the report"));
  }
  const why = run.state === "cancelled" ? "Cancelled." : `The run failed. ${run.problem}`;
  return h("p", { class: run.state === "failed" ? "ops-problem" : "quiet", role: "status" }, why);
}
