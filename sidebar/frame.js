/** The fixed frame of the sidebar: header, status, jump links, and a place for every part of an answer. */

import { fill, h } from "./dom.js";
import { icon } from "./icons.js";

const PARTS = [
  ["summary", "Summary", "Top"],
  ["draft", "Reply"],
  ["texts", "Other texts", "Texts"],
  ["triage", "Triage"],
  ["knowledge", "Knowledge"],
  ["cases", "Solved tickets", "Solved"],
  ["artifacts", "Artifacts"],
];

export class Frame {
  constructor({ onHelp }) {
    this.places = new Map();
    this.links = new Map();
    this.ticketName = h("p", { class: "ticket-name" });
    this.status = h("div", { class: "status" });
    this.live = h("p", { class: "spoken", role: "status" });
    this.verdict = h("div");
    this.findings = h("div");
    this.madeWith = h("div");
    this.madeFold = h("details", { class: "fold made-fold", hidden: true }, h("summary", null, icon("chevron"), "How this was made"), this.madeWith);
    const help = h("button", { class: "icon-button", type: "button", "aria-label": "Keys", title: "Keys (?)", on: { click: onHelp } }, icon("question"));
    this.header = h("header", { class: "head" }, h("span", { class: "brand" }, "Draftdesk"), this.ticketName, help);
    const sections = PARTS.map(([name, title]) => this.#section(name, title));
    this.jump = h("nav", { class: "jump", "aria-label": "Parts of the answer", hidden: true }, PARTS.map(([name, title, short]) => this.#link(name, short ?? title)));
    this.element = h("div", { class: "panel" }, this.header, this.live, this.status, this.verdict, this.findings, this.jump, sections, this.madeFold);
    this.#follow();
  }

  /** Shows `node` as a part of the answer; null hides the part. */
  put(name, node, { count = null } = {}) {
    const { section, body, number } = this.places.get(name);
    section.hidden = node === null;
    this.links.get(name).hidden = node === null;
    fill(number, count);
    fill(body, node);
    this.jump.hidden = [...this.links.values()].every((link) => link.hidden);
  }

  /** Gives a part another title. */
  name(name, title) {
    this.places.get(name).heading.textContent = title;
  }

  /** Puts `node` between the title of a part and its body. */
  above(name, node) {
    const { section, body } = this.places.get(name);
    section.querySelector(".part-above")?.remove();
    if (node) section.insertBefore(h("div", { class: "part-above" }, node), body);
  }

  place(name) {
    return this.places.get(name).body;
  }

  goTo(name) {
    const { section, heading } = this.places.get(name);
    if (name === PARTS[0][0]) this.element.scrollTop = 0;
    else section.scrollIntoView({ block: "start" });
    heading.focus({ preventScroll: true });
  }

  #section(name, title) {
    const body = h("div", { class: "part-body" });
    const number = h("span", { class: "part-count quiet number" });
    const heading = h("h2", { id: `${name}-title`, tabindex: "-1" }, title);
    const section = h("section", { class: "part", id: name, "aria-labelledby": `${name}-title`, hidden: true }, h("div", { class: "part-head" }, heading, number), body);
    this.places.set(name, { section, body, number, heading });
    return section;
  }

  #link(name, label) {
    const link = h("button", { type: "button", hidden: true, on: { click: () => this.goTo(name) } }, label);
    this.links.set(name, link);
    return link;
  }

  /** Marks the link of the part that is being read. */
  #follow() {
    const watch = (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) for (const [name, link] of this.links) link.toggleAttribute("aria-current", name === target.id);
      }
    };
    const observer = new IntersectionObserver(watch, { root: this.element, rootMargin: "-15% 0px -75% 0px" });
    for (const { section } of this.places.values()) observer.observe(section);
  }
}
