/** What the reader of a text should know about how it came to be. */

import { h } from "../dom.js";
import { icon } from "../icons.js";

export function notesView(notes) {
  if (!notes?.length) return null;
  return h("ul", { class: "plain-list notes", "aria-label": "About this text" }, notes.map(({ code, text }) => (
    h("li", { class: "finding", data: { tone: "plain", code } }, icon("info"), h("p", null, text))
  )));
}
