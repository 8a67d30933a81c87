/** Every run there is a log of; two of them can be set side by side. */

import { fill, h } from "../dom.js";
import { reportAddress } from "./api.js";
import { duration, when } from "./words.js";

const STATES = { done: "done", running: "running", failed: "failed", cancelled: "cancelled" };

export class History {
  constructor(place) {
    this.place = place;
    this.chosen = [];
  }

  show(runs) {
    if (!runs.length) {
      fill(this.place, h("p", { class: "quiet" }, "No run yet. Start one above, or with ", h("code", null, "draftdesk eval run"), "."));
      return;
    }
    this.compare = h("a", { class: "ops-compare", target: "_blank", rel: "noopener", hidden: true }, "Compare the two");
    fill(
      this.place,
      h(
        "div",
        { class: "ops-scroll", tabindex: 0, role: "region", "aria-label": "Runs" },
        h(
          "table",
          null,
          h("thead", null, h("tr", null, ["", "When", "Suites", "Cases", "Errors", "Code", "Time", ""].map((name) => h("th", { scope: "col" }, name)))),
          h("tbody", null, runs.map((run) => this.row(run))),
        ),
      ),
      this.compare,
    );
    this.mark();
  }

  row(run) {
    const done = run.state === "done";
    const box = h("input", {
      type: "checkbox",
      value: run.id,
      disabled: !done,
      "aria-label": `Compare the run of ${when(run.started)}`,
      on: { change: (event) => this.choose(run.id, event.target.checked) },
    });
    return h(
      "tr",
      { data: { state: run.state, run: run.id } },
      h("td", null, box),
      h("td", null, when(run.started)),
      h("td", { class: "ops-wide" }, run.suites.join(", ")),
      h("td", { class: "ops-number" }, done ? run.cases : `${run.cases} of ${run.planned}`),
      h("td", { class: run.failed ? "ops-number ops-problem" : "ops-number" }, run.failed || ""),
      h("td", { class: "mono" }, run.run.code ?? ""),
      h("td", { class: "ops-number" }, done ? duration(run.seconds) : STATES[run.state]),
      h("td", null, done ? h("a", { href: reportAddress(run.id), target: "_blank", rel: "noopener" }, "Report") : null),
    );
  }

  choose(id, is) {
    this.chosen = is ? [...this.chosen, id].slice(-2) : this.chosen.filter((one) => one !== id);
    this.mark();
  }

  mark() {
    for (const box of this.place.querySelectorAll("input[type=checkbox]")) box.checked = this.chosen.includes(box.value);
    const [newer, older] = [...this.chosen].sort().reverse();
    this.compare.hidden = this.chosen.length !== 2;
    if (this.chosen.length === 2) this.compare.href = reportAddress(newer, older);
  }
}
