/** The tickets to choose from: a list beside the thread, a select box where there is no room for one. */

import { fill, h } from "../dom.js";

export class Queue {
  /** `onChoose(ticket)` hears what was picked, in either form. */
  constructor({ onChoose }) {
    this.onChoose = onChoose;
    this.tickets = new Map();
    this.list = h("ul", { class: "tickets" });
    this.select = h("select", { id: "ticket-select", on: { change: () => this.onChoose(this.ticket(this.select.value)) } });
    this.picker = h("div", { class: "picker-line" }, h("label", { for: "ticket-select" }, "Ticket"), this.select);
  }

  get first() {
    return this.tickets.values().next().value;
  }

  ticket(id) {
    return this.tickets.get(id);
  }

  load(tickets) {
    this.tickets = new Map(tickets.map((ticket) => [String(ticket.id), ticket]));
    fill(this.list, tickets.map((ticket) => this.#row(ticket)));
    fill(this.select, tickets.map(({ id, subject }) => h("option", { value: id }, `${id}  ${subject}`)));
  }

  mark({ id }) {
    this.select.value = id;
    for (const button of this.list.querySelectorAll("button")) {
      const here = button.dataset.id === String(id);
      if (here) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
      if (here) button.scrollIntoView({ block: "nearest" });
    }
  }

  #row(ticket) {
    const { id, subject, customer } = ticket;
    const who = [customer?.organisation || customer?.name, customer?.tier].filter(Boolean).join(" · ");
    return h("li", null, h(
      "button",
      { type: "button", data: { id }, on: { click: () => this.onChoose(ticket) } },
      h("span", { class: "ticket-subject" }, subject || "(no subject)"),
      h("span", { class: "ticket-meta quiet" }, h("span", { class: "mono" }, id), who),
    ));
  }
}
