/** The list of keys, with the switch that turns single-letter keys off. */

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { SHORTCUTS } from "../keyboard.js";

const STORED = "draftdesk.single-keys";

export class Help {
  constructor() {
    this.singleKeys = stored() !== "off";
    const box = h("input", { type: "checkbox", checked: this.singleKeys });
    box.addEventListener("change", () => this.#switch(box.checked));
    const close = h("button", { class: "icon-button", type: "button", "aria-label": "Close", on: { click: () => this.element.close() } }, icon("close"));
    this.element = h(
      "dialog",
      { class: "help", "aria-labelledby": "help-title" },
      h("div", { class: "help-head" }, h("h2", { id: "help-title" }, "Keys"), close),
      h("dl", { class: "keys" }, SHORTCUTS.map(([keys, what]) => [h("dt", null, keys.map((key) => h("kbd", null, key))), h("dd", null, what)])),
      h("label", { class: "small" }, box, " Single-letter keys"),
    );
    this.element.addEventListener("click", (event) => event.target === this.element && this.element.close());
  }

  toggle() {
    if (this.element.open) this.element.close();
    else this.element.showModal();
  }

  #switch(on) {
    this.singleKeys = on;
    try {
      localStorage.setItem(STORED, on ? "on" : "off");
    } catch {
      // Storage may be refused; the choice then lasts until the page is closed.
    }
  }
}

function stored() {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}
