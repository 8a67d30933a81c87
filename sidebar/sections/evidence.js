/** The tray under the draft: what the sentence in hand rests on. */

import { fill, h, link, safeUrl } from "../dom.js";
import { icon } from "../icons.js";
import { messageName } from "../messages.js";
import { roleName } from "../words.js";
import { findingNote } from "./findings.js";

const KINDS = { message: "message", passage: "page", field: "info", frame: "edit", fact: "check" };

export class EvidenceTray {
  constructor(ctx) {
    this.ctx = ctx;
    this.body = h("div", { class: "tray-body", id: "evidence", tabindex: "-1" });
    this.element = h("aside", { class: "tray", "aria-label": "Evidence", "aria-live": "off" }, this.body);
    this.clear();
  }

  clear() {
    this.element.hidden = true;
    fill(this.body);
  }

  /** `leaveOut` takes the sentence out of the text, where that can be done. */
  show(sentence, position, leaveOut = null) {
    this.element.hidden = false;
    this.body.scrollTop = 0;
    fill(
      this.body,
      h("p", { class: "tray-title small" }, h("strong", null, roleName(sentence.role)), h("span", { class: "quiet" }, ` · ${position}`), leaveOut && h("button", { class: "text-button tray-drop", type: "button", on: { click: leaveOut } }, "Leave out")),
      sentence.findings.map(findingNote),
      sentence.evidence.length ? sentence.evidence.map((one) => this.#item(one)) : nothing(),
    );
  }

  showOwnWords() {
    this.element.hidden = false;
    fill(this.body, h("p", { class: "small" }, h("strong", null, "Your words."), " Draftdesk has not checked them."));
  }

  #item(evidence) {
    if (evidence.kind === "frame") return frame(evidence);
    const note = this.ctx.notes.get(evidence.source);
    return h(
      "div",
      { class: "evidence", data: { kind: evidence.kind } },
      h(
        "div",
        { class: "evidence-head" },
        note ? h("span", { class: "note-number" }, note) : icon(KINDS[evidence.kind] ?? "info"),
        h("strong", { class: "evidence-title" }, this.#title(evidence)),
        this.ctx.isInternal?.(evidence) && h("span", { class: "badge", data: { tone: "warn" } }, icon("lock"), "Internal"),
      ),
      evidence.quote && h("blockquote", null, evidence.quote),
      h("div", { class: "evidence-actions small" }, this.#actions(evidence)),
    );
  }

  #title({ kind, source, title }) {
    if (kind === "message") return messageName(this.ctx.ticket, source) ?? (title || `Message ${source}`);
    if (kind === "field") return `Ticket field: ${title || source}`;
    if (kind === "fact") return "What you stated";
    return title || source;
  }

  #actions(evidence) {
    const { kind, source, url } = evidence;
    const where = { message: "Show the message", passage: "Show in the list" }[kind];
    const show = () => this.ctx.showSource(evidence);
    return [
      where && h("button", { class: "text-button", type: "button", on: { click: show } }, where),
      safeUrl(url) && link(url, { class: "text-button" }, "Open", icon("open")),
      kind === "passage" && h("span", { class: "mono quiet evidence-chunk" }, source),
    ];
  }
}

function frame({ quote, title }) {
  return h("p", { class: "small evidence", data: { kind: "frame" } }, "House wording", h("span", { class: "quiet" }, `: ${title || quote || "no source needed"}`));
}

function nothing() {
  return h("p", { class: "small finding", data: { tone: "warn" } }, icon("alert"), h("span", null, "No evidence. Check this sentence before it is sent."));
}
