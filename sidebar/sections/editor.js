/** The draft to edit: plain text, with the browser's own undo and a way back to the draft as written. */

import { h } from "../dom.js";
import { icon } from "../icons.js";

export class Editor {
  /** `onInput(text)` hears every change. */
  constructor({ original, onInput }) {
    this.original = original;
    this.area = h("textarea", { class: "editor", "aria-label": "Reply text", spellcheck: "true", rows: "4" });
    this.reset = h("button", { class: "text-button", type: "button", on: { click: () => this.#toOriginal() } }, icon("undo"), "Back to the draft");
    this.element = h("div", { class: "editing" }, this.area, h("div", { class: "editing-line" }, this.reset));
    this.area.addEventListener("input", () => {
      this.#fit();
      onInput(this.area.value);
    });
  }

  open(text) {
    this.area.value = text;
    this.#fit();
    this.area.focus();
    this.area.setSelectionRange(0, 0);
    this.area.scrollIntoView({ block: "start" });
  }

  /** Typed in rather than assigned where the browser can, so that the browser's undo takes it back too. */
  #toOriginal() {
    this.area.focus();
    this.area.select();
    if (!document.execCommand("insertText", false, this.original)) this.area.value = this.original;
    this.area.dispatchEvent(new Event("input"));
  }

  #fit() {
    this.reset.disabled = this.area.value === this.original;
    this.area.style.height = "auto";
    this.area.style.height = `${this.area.scrollHeight + 2}px`;
  }
}
