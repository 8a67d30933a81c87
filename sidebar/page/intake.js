/** A box that takes a ticket as JSON: pasted, dropped as a file, or chosen. */

import { fill, h } from "../dom.js";

const EXAMPLE = '{"id": "T-1", "subject": "…", "messages": [{"id": "m1", "author": {"role": "customer"}, "text": "…"}]}';

export class Intake {
  /** `onTicket(ticket)` gets a ticket that has at least an id and messages. */
  constructor({ onTicket }) {
    this.onTicket = onTicket;
    this.area = h("textarea", { id: "intake-text", rows: "8", placeholder: EXAMPLE, spellcheck: "false", "aria-describedby": "intake-problem" });
    this.problem = h("p", { class: "problem", id: "intake-problem", role: "alert" });
    this.file = h("input", { type: "file", accept: ".json,application/json", id: "intake-file", on: { change: () => this.#take(this.file.files[0]) } });
    this.element = this.#build();
  }

  /** The box behind a line that opens it, for a page that has tickets already. */
  fold() {
    return h("details", { class: "intake-fold" }, h("summary", null, "Use a ticket of your own"), this.element);
  }

  complain(text) {
    fill(this.problem, text);
  }

  #build() {
    const box = h(
      "form",
      { class: "intake" },
      h("label", { for: "intake-text" }, "Ticket as JSON: paste it, or drop a file here"),
      this.area,
      this.problem,
      h("div", { class: "intake-line" }, h("button", { class: "page-button", type: "submit" }, "Draft a reply"), h("label", { class: "page-file", for: "intake-file" }, "Choose a file"), this.file),
    );
    box.addEventListener("submit", (event) => { event.preventDefault(); this.#read(this.area.value); });
    box.addEventListener("dragover", (event) => event.preventDefault());
    box.addEventListener("drop", (event) => { event.preventDefault(); this.#take(event.dataTransfer.files[0]); });
    return box;
  }

  async #take(file) {
    if (!file) return;
    this.area.value = await file.text();
    this.#read(this.area.value);
  }

  #read(text) {
    try {
      this.onTicket(ticketFrom(text));
      this.complain("");
    } catch (error) {
      this.complain(error.message);
    }
  }
}

function ticketFrom(text) {
  let ticket;
  try {
    ticket = JSON.parse(text);
  } catch (error) {
    throw new Error(`This is not JSON: ${error.message}. Paste one whole ticket, from { to }.`);
  }
  if (ticket?.ticket) ticket = ticket.ticket;
  if (!ticket?.id || !Array.isArray(ticket.messages)) throw new Error('A ticket needs at least "id" and "messages".');
  return ticket;
}
