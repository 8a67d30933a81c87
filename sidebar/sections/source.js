/** The words of a message that something rests on, for pages that show no thread beside the sidebar. */

import { fill, h, marked } from "../dom.js";
import { icon } from "../icons.js";
import { messageName } from "../messages.js";

const AROUND = 400;

export class SourceBox {
  constructor() {
    this.title = h("h2", { id: "source-title" });
    this.text = h("p", { class: "source-text", tabindex: "0" });
    const close = h("button", { class: "icon-button", type: "button", "aria-label": "Close", on: { click: () => this.element.close() } }, icon("close"));
    this.element = h("dialog", { class: "help", "aria-labelledby": "source-title" }, h("div", { class: "help-head" }, this.title, close), this.text);
    this.element.addEventListener("click", (event) => event.target === this.element && this.element.close());
  }

  show({ source, quote, title }, ticket) {
    fill(this.title, messageName(ticket, source) ?? (title || source));
    const message = (ticket?.messages ?? []).find(({ id }) => id === source);
    fill(this.text, ...marked(around(message?.text ?? "", quote), quote));
    this.element.showModal();
  }
}

/** The quote with what stands before and after it; the quote alone when the text does not hold it. */
function around(text, quote) {
  const at = text.indexOf(quote);
  if (at < 0) return quote;
  const from = Math.max(0, at - AROUND);
  const to = Math.min(text.length, at + quote.length + AROUND);
  return `${from > 0 ? "… " : ""}${text.slice(from, to)}${to < text.length ? " …" : ""}`;
}
