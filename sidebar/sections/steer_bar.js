/** The bar above a text: ask for a change in one line, press a common one, go back, and say what only you know. */

import { fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { LENGTHS, LIMITS, QUICK, TONES } from "../steering.js";
import { languageName } from "../words.js";

export class SteerBar {
  /** `act` holds what the bar asks for: `turn(words)`, `untake(n)`, `change(values)`, `undo()`, `redo()`. */
  constructor(act, { name = "reply", languages = [] } = {}) {
    this.act = act;
    this.languages = languages;
    this.line = h("input", { class: "steer-line", type: "text", maxlength: LIMITS.turn, autocomplete: "off", "aria-label": `Ask for a change of the ${name}`, placeholder: "Ask for a change: leave out step 3 …" });
    this.undo = this.#iconButton("undo", "Undo the last change", "U", () => act.undo());
    this.redo = this.#iconButton("redo", "Redo", "R", () => act.redo());
    this.turns = h("ul", { class: "plain-list chips", "aria-label": "Changes asked for" });
    this.facts = h("ul", { class: "plain-list chips", "aria-label": "Facts that only you know" });
    this.factLine = h("input", { class: "steer-line", type: "text", maxlength: LIMITS.fact, autocomplete: "off", "aria-label": "Add a fact that only you know", placeholder: "A fact that only you know, then Enter" });
    this.wish = h("input", { class: "steer-line", type: "text", maxlength: LIMITS.instruction, autocomplete: "off", "aria-label": "Instruction for the whole text", placeholder: "An instruction for the whole text, then Enter" });
    this.tone = this.#select("Tone", "tone", Object.entries(TONES));
    this.length = this.#select("Length", "length", Object.entries(LENGTHS));
    this.language = this.#select("Language", "language", this.#languageChoices());
    this.summary = h("span", { class: "quiet" });
    this.problem = h("div", { class: "steer-problem" });
    this.kept = h("p", { class: "small quiet steer-kept", hidden: true });
    this.element = this.#build(name);
  }

  /** Shows what was asked for; `busy` while the answer is awaited. */
  show({ steering, canUndo, canRedo, busy = false, keptEdit = false }) {
    this.steering = steering;
    this.busy = busy;
    this.element.setAttribute("aria-busy", String(busy));
    this.undo.setAttribute("aria-disabled", String(!canUndo));
    this.redo.setAttribute("aria-disabled", String(!canRedo));
    fill(this.turns, steering.turns.map((turn, n) => chip(turn, `Take back: ${turn}`, () => this.#ask(() => this.act.untake(n)))));
    fill(this.facts, steering.facts.map((fact, n) => chip(fact, `Remove the fact: ${fact}`, () => this.#change({ facts: steering.facts.toSpliced(n, 1) }))));
    this.factLine.disabled = steering.facts.length >= LIMITS.facts;
    if (this.wished !== steering.instruction) this.wish.value = steering.instruction;
    this.wished = steering.instruction;
    for (const name of ["tone", "length", "language"]) this[name].value = steering[name];
    fill(this.summary, this.#summed(steering));
    fill(this.kept, keptEdit && "Your edited version is kept: Undo brings it back.");
    this.kept.hidden = !keptEdit;
    if (!busy) fill(this.problem);
  }

  fail({ message, hint }) {
    fill(this.problem, h("p", { class: "finding", role: "alert", data: { tone: "bad" } }, icon("alert"), h("span", null, h("strong", null, message), hint && ` ${hint}`)));
  }

  focus() {
    this.line.focus();
  }

  #build(name) {
    const ask = h("form", { class: "steer-ask", on: { submit: (event) => this.#submit(event, this.line, (words) => this.act.turn(words)) } }, this.line, h("button", { class: "icon-button", type: "submit", "aria-label": "Ask for this change", title: "Ask for this change (Enter)" }, icon("send")));
    const quick = Object.entries(QUICK).map(([turn, label]) => h("button", { class: "chip-button", type: "button", on: { click: () => this.#ask(() => this.act.turn(turn)) } }, label));
    return h(
      "div",
      { class: "steer", role: "group", "aria-label": `Changes of the ${name}` },
      ask,
      h("div", { class: "steer-quick" }, quick, h("span", { class: "steer-ways" }, this.undo, this.redo)),
      this.turns,
      this.kept,
      this.problem,
      h("details", { class: "fold steer-more" }, h("summary", null, icon("chevron"), "Facts, tone, length, language", this.summary), this.#more()),
    );
  }

  #more() {
    return h(
      "div",
      { class: "steer-options" },
      this.facts,
      h("form", { class: "steer-ask", on: { submit: (event) => this.#submit(event, this.factLine, (fact) => this.act.change({ facts: [...this.steering.facts, fact] })) } }, this.factLine, h("button", { class: "icon-button", type: "submit", "aria-label": "Add this fact", title: "Add (Enter)" }, icon("plus"))),
      h("div", { class: "steer-selects" }, [["Tone", this.tone], ["Length", this.length], ["Language", this.language]].map(([label, select]) => h("label", { class: "small" }, h("span", { class: "quiet" }, label), select))),
      h("form", { class: "steer-ask", on: { submit: (event) => this.#submit(event, this.wish, (instruction) => this.act.change({ instruction }), { mayBeEmpty: true }) } }, this.wish, h("button", { class: "icon-button", type: "submit", "aria-label": "Follow this instruction", title: "Follow (Enter)" }, icon("send"))),
    );
  }

  /** What was typed stays until it was asked for. */
  #submit(event, line, ask, { mayBeEmpty = false } = {}) {
    event.preventDefault();
    const words = line.value.trim();
    if (!words && !mayBeEmpty) return;
    this.#ask(() => {
      if (!mayBeEmpty) line.value = "";
      ask(words);
    });
  }

  #ask(what) {
    if (!this.busy) what();
  }

  #change(values) {
    this.#ask(() => this.act.change(values));
  }

  #select(label, name, choices) {
    const select = h("select", { "aria-label": label }, choices.map(([value, text]) => h("option", { value }, text)));
    select.addEventListener("change", () => {
      if (this.busy) select.value = this.steering[name];
      else this.act.change({ [name]: select.value });
    });
    return select;
  }

  #languageChoices() {
    return [["", "Customer’s own"], ...this.languages.map((code) => [code, languageName(code)])];
  }

  #iconButton(name, label, key, onPress) {
    const press = (event) => event.currentTarget.ariaDisabled !== "true" && this.#ask(onPress);
    return h("button", { class: "icon-button", type: "button", "aria-label": label, title: `${label} (${key})`, "aria-keyshortcuts": key, "aria-disabled": "true", on: { click: press } }, icon(name));
  }

  #summed({ facts, tone, length, language, instruction }) {
    const parts = [
      facts.length > 0 && `${facts.length} ${facts.length === 1 ? "fact" : "facts"}`,
      tone !== "neutral" && TONES[tone].toLowerCase(),
      length !== "normal" && LENGTHS[length].toLowerCase(),
      language && languageName(language),
      instruction && "an instruction",
    ].filter(Boolean);
    return parts.length > 0 && parts.join(", ");
  }
}

function chip(text, label, onRemove) {
  return h("li", { class: "chip" }, h("span", null, text), h("button", { class: "chip-drop", type: "button", "aria-label": label, title: label, on: { click: onRemove } }, icon("close")));
}
