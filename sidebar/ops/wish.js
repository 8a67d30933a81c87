/** What to run: a tier or chosen suites, and how many cases of each. */

import { fill, h } from "../dom.js";

const TIERS = [
  ["quick", "Quick", "what CI runs"],
  ["full", "Full", "the longer suites"],
  ["", "Everything", "both"],
];

export class Wish {
  constructor(form, { onStart }) {
    this.form = form;
    this.onStart = onStart;
    this.offered = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.onStart(this.asked());
    });
  }

  offer(suites) {
    if (this.offered) return;
    this.offered = true;
    this.button = h("button", { type: "submit", class: "page-button" }, "Run");
    fill(
      this.form,
      h("fieldset", null, h("legend", null, "What"), TIERS.map(([value, name, about]) => this.tier(value, name, about))),
      h(
        "details",
        { class: "ops-suites" },
        h("summary", null, "Only some suites"),
        suites.map(({ name, about, cases }) =>
          h(
            "label",
            null,
            h("input", { type: "checkbox", name: "suite", value: name }),
            h("span", null, name, " ", h("span", { class: "quiet" }, `${cases} cases · ${about}`)),
          ),
        ),
      ),
      h(
        "p",
        { class: "ops-line" },
        h("label", null, "Cases of each suite at the most ", h("input", { type: "number", name: "limit", min: 0, value: 0, "aria-describedby": "limit-note" })),
        h("span", { class: "quiet", id: "limit-note" }, "0 for all"),
        this.button,
      ),
    );
  }

  tier(value, name, about) {
    return h(
      "label",
      null,
      h("input", { type: "radio", name: "tier", value, checked: value === "quick" }),
      h("span", null, name, " ", h("span", { class: "quiet" }, about)),
    );
  }

  asked() {
    const data = new FormData(this.form);
    return { suites: data.getAll("suite"), tier: data.get("tier") ?? "quick", limit: Number(data.get("limit") || 0) };
  }

  busy(is) {
    if (this.button) this.button.disabled = is;
  }
}
