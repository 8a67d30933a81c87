/** The reply: read it with its evidence, edit it, copy it. */

import { copyText } from "../clipboard.js";
import { fill, h } from "../dom.js";
import { counted, usageText } from "../format.js";
import { icon } from "../icons.js";
import { itemText, replyText } from "../reply.js";
import { writerName } from "../words.js";
import { Editor } from "./editor.js";
import { EvidenceTray } from "./evidence.js";
import { notesView } from "./notes.js";
import { choose, editedView, options, writtenView } from "./sentences.js";

const CONFIRMED_MS = 1800;

export class DraftView {
  /** `kept` is the agent's edit from before, or undefined; `ctx.onEdit(text)` hears of changes. */
  constructor({ sentences, madeBy, generation, isQuestion, kept, notes = [], usage = null }, ctx) {
    Object.assign(this, { sentences, ctx, isQuestion });
    this.original = replyText(sentences);
    this.text = kept ?? this.original;
    this.warned = false;
    this.tray = new EvidenceTray(ctx);
    this.editor = new Editor({ original: this.original, onInput: (text) => this.#changed(text) });
    this.notice = h("div", { class: "draft-notice" });
    this.page = h("div", { class: "draft-page" });
    this.editButton = h("button", { class: "button", type: "button", "aria-keyshortcuts": "E", on: { click: () => this.toggleEdit() } });
    this.copyButton = h("button", { class: "button is-primary", type: "button", "aria-keyshortcuts": "C", on: { click: () => this.copy() } });
    this.state = h("p", { class: "draft-state small quiet" });
    this.madeLine = madeLine(madeBy, generation, usage);
    this.remarks = notesView(notes);
    this.element = this.#build();
    this.#read();
  }

  get edited() {
    return this.text !== this.original;
  }

  get editing() {
    return this.editor.element.isConnected;
  }

  /** Moves to the next (1) or previous (-1) sentence and shows its evidence. */
  move(by) {
    if (this.editing) return;
    const all = options(this.box);
    const at = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  }

  /** Puts the evidence away, or ends editing. True when there was something to do. */
  escape() {
    if (this.editing) return this.toggleEdit(), true;
    if (this.tray.element.hidden) return false;
    choose(this.box, null);
    options(this.box)[0].tabIndex = 0;
    this.tray.clear();
    this.ctx.onEvidence([]);
    return true;
  }

  /** Asks for the text without the sentence in hand. */
  leaveOut() {
    const chosen = options(this.box).find((one) => one.getAttribute("aria-selected") === "true");
    if (!this.editing && chosen?.dataset.index) this.ctx.leaveOut?.(Number(chosen.dataset.index));
  }

  /** Takes the sentence that stands at this place now in hand. */
  pointTo(index) {
    const all = options(this.box);
    all[Math.min(index, all.length - 1)]?.focus();
  }

  toggleEdit() {
    if (this.editing) {
      this.#read();
      this.editButton.focus();
      return;
    }
    this.tray.clear();
    this.ctx.onEvidence([]);
    fill(this.page, this.editor.element);
    this.editor.open(this.text);
    this.#label();
  }

  /** A blocking finding is shown first; copying in spite of it takes a second press. */
  async copy() {
    const blocked = this.#blocked();
    if (blocked && !this.warned) return this.#warn(blocked);
    const copied = await copyText(this.text);
    this.ctx.announce(copied ? "Reply copied" : "The browser refused to copy. Press E, then select and copy the text.");
    if (!copied) return;
    this.ctx.emit("draft-copied", { text: this.text, edited: this.edited });
    fill(this.copyButton, icon("check"), "Copied");
    setTimeout(() => this.#label(), CONFIRMED_MS);
  }

  #build() {
    return h(
      "div",
      { class: "draft" },
      h("div", { class: "draft-bar" }, this.state, this.editButton, this.copyButton),
      this.notice,
      this.remarks,
      this.page,
      this.madeLine,
      this.tray.element,
    );
  }

  #read() {
    this.tray.clear();
    this.box = this.edited
      ? editedView(this.text, this.sentences, this.ctx.notes)
      : writtenView(this.sentences, this.ctx.notes);
    this.box.addEventListener("focusin", (event) => this.#pointAt(event));
    this.box.addEventListener("click", (event) => (event.target.closest(".sentence-drop") ? this.#dropAt(event) : this.#pointAt(event)));
    this.box.addEventListener("pointermove", (event) => this.#moved(event) && this.#pointAt(event));
    fill(this.page, this.box);
    this.#label();
  }

  #pointAt(event) {
    const one = event.target.closest("[role=option]");
    if (!one || one.ariaSelected === "true") return;
    choose(this.box, one);
    const sentence = this.sentences[one.dataset.index];
    const drop = this.ctx.leaveOut && !this.isQuestion && (() => this.leaveOut());
    if (sentence) this.tray.show(sentence, `${Number(one.dataset.index) + 1} of ${this.sentences.length}`, drop);
    else this.tray.showOwnWords();
    this.ctx.onEvidence(sentence?.evidence ?? []);
  }

  #dropAt(event) {
    this.ctx.leaveOut?.(Number(event.target.closest("[role=option]").dataset.index));
  }

  /** True when the mouse itself moved: text that scrolls under a resting mouse must not take over from the keys. */
  #moved({ pointerType, screenX, screenY }) {
    const point = `${screenX} ${screenY}`;
    const moved = point !== this.lastPoint;
    this.lastPoint = point;
    return moved && pointerType !== "touch";
  }

  #changed(text) {
    this.text = text;
    this.ctx.onEdit(this.edited ? text : undefined);
    this.#label();
  }

  #label() {
    fill(this.editButton, icon(this.editing ? "check" : "edit"), this.editing ? "Done" : "Edit");
    fill(this.copyButton, icon("copy"), this.warned && this.#blocked() ? "Copy anyway" : this.isQuestion ? "Copy question" : "Copy reply");
    fill(this.notice, this.#needsALook());
    fill(this.state, this.edited ? "Edited by you" : this.editing ? "" : "Choose a sentence to see its evidence");
  }

  /** The first sentence with a blocking finding that is still in the text. */
  #blocked() {
    return this.sentences.find((one) => one.findings.some(({ severity }) => severity === "blocking") && this.text.includes(itemText(one)));
  }

  #warn(sentence) {
    this.warned = true;
    if (this.editing) this.#read();
    this.#label();
    const at = this.sentences.indexOf(sentence);
    options(this.box).find(({ dataset }) => dataset.index === String(at))?.focus();
    this.ctx.announce("Not copied: this sentence has a blocking finding. Press C again to copy anyway.");
  }

  /** A line for the sentences that a guard has doubts about, as long as they are in the text. */
  #needsALook() {
    const flagged = this.sentences.filter((one) => this.text.includes(itemText(one)) && one.findings.some(({ severity }) => severity !== "info"));
    if (!flagged.length || this.editing) return null;
    const go = () => options(this.box).find(({ dataset }) => dataset.finding)?.focus();
    return h(
      "div",
      { class: "finding", data: { tone: "warn" } },
      icon("alert"),
      h("p", null, `${counted(flagged.length, "sentence needs", "sentences need")} a look before this is sent. `, h("button", { class: "text-button", type: "button", on: { click: go } }, "Show")),
    );
  }
}

function madeLine(madeBy, generation, usage) {
  const used = usageText(usage);
  return h("p", { class: "made-line small quiet" }, `Written by: ${writerName(madeBy)}`, used && ` · ${used}`, generation && [" · ", h("span", { class: "mono" }, generation)]);
}
