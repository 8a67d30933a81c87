/** The other texts of a ticket: status update, escalation, hand-over and so on, each written when it is asked for. */

import { fill, h } from "../dom.js";
import { Refining } from "../refining.js";
import { noSteering } from "../steering.js";
import { skeleton } from "./progress.js";
import { writtenTextView } from "./written.js";

const ELSEWHERE = ["reply", "question", "summary"];

export class OtherTexts {
  #texts = new Map();
  #chosen = null;

  /** `host` holds `ticket()`, `base()`, `announce(text)`, `ctx()` and `steering()`, that of the reply. */
  constructor({ texts, languages }, host) {
    Object.assign(this, { host, languages: languages ?? [] });
    this.kinds = texts.filter(({ kind }) => !ELSEWHERE.includes(kind));
    this.buttons = new Map(this.kinds.map((spec) => [spec.kind, h("button", { class: "chip-button", type: "button", "aria-pressed": "false", on: { click: () => this.choose(spec) } }, spec.title)]));
    this.place = h("div", { class: "other-text" });
    this.element = h("div", { class: "others" }, h("div", { class: "steer-quick", role: "group", "aria-label": "Kinds of text" }, [...this.buttons.values()]), this.place);
  }

  /** Shows a kind, and has it written the first time; once more puts it away. */
  choose(spec) {
    const chosen = this.#chosen === spec.kind ? null : spec.kind;
    this.#chosen = chosen;
    for (const [kind, button] of this.buttons) button.setAttribute("aria-pressed", String(kind === chosen));
    if (!chosen) return fill(this.place);
    const known = this.#texts.get(chosen) ?? this.#begin(spec);
    return fill(this.place, h("h3", { class: "spoken" }, spec.title), known.element);
  }

  /** Nothing is left of another ticket. */
  stop() {
    for (const { refining } of this.#texts.values()) refining.stop();
  }

  #begin(spec) {
    const body = h("div", null, skeleton(4));
    const host = {
      ticket: () => this.host.ticket(),
      base: () => this.host.base(),
      announce: (text) => this.host.announce(text),
      show: ({ written }) => fill(body, writtenTextView(written, spec, this.host.ctx(), (turn) => refining.turn(turn))),
      failed: () => refining.history.current ?? fill(body),
    };
    const refining = new Refining(spec.kind, host, { name: spec.title.toLowerCase(), languages: this.languages, before: (written) => written?.text });
    const known = { refining, element: h("div", null, refining.bar.element, body) };
    this.#texts.set(spec.kind, known);
    refining.ask({ ...noSteering(), facts: this.host.steering().facts });
    return known;
  }
}
