/** The page around the sidebar: a small help desk with the sample's tickets, or a box for one of your own. */

import "../draftdesk-sidebar.js";
import { sampleTickets } from "../api.js";
import { fill, h } from "../dom.js";
import { Intake } from "./intake.js";
import { Queue } from "./queue.js";
import { showSource, threadView } from "./thread.js";

const find = (id) => document.getElementById(id);
const sidebar = find("sidebar");
const queue = new Queue({ onChoose: (ticket) => choose(ticket) });
const intake = new Intake({ onTicket: (ticket) => takeIn(ticket) });

function open(ticket) {
  find("desk").classList.remove("has-no-ticket");
  queue.mark(ticket);
  fill(find("thread"), threadView(ticket));
  find("thread").scrollTop = 0;
  sidebar.ticket = ticket;
}

function choose(ticket) {
  window.history.pushState(null, "", `#${encodeURIComponent(ticket.id)}`);
  open(ticket);
}

function takeIn(ticket) {
  if (!queue.first) fill(find("picker"), intake.fold());
  open(ticket);
}

function openFromAddress() {
  const ticket = [...queue.tickets.values()].find(({ id }) => `#${encodeURIComponent(id)}` === window.location.hash) ?? queue.first;
  if (ticket && ticket !== sidebar.ticket) open(ticket);
}

function offerIntake() {
  find("desk").classList.add("has-no-queue", "has-no-ticket");
  fill(find("picker"), h("h1", null, "Draftdesk"), h("p", { class: "quiet" }, "A summary, what is known, and a draft reply for a ticket of yours."), intake.element);
}

async function start() {
  sidebar.addEventListener("source-lit", ({ detail }) => showSource(find("thread"), detail.evidence, { block: "nearest" }));
  sidebar.addEventListener("source-shown", (event) => {
    if (find("thread").offsetParent === null) return;
    event.preventDefault();
    showSource(find("thread"), event.detail.evidence, { block: "center" });
  });
  try {
    const tickets = await sampleTickets();
    if (!tickets?.length) return offerIntake();
    queue.load(tickets);
    fill(find("queue"), h("h1", null, "Open tickets", h("span", { class: "quiet" }, tickets.length)), queue.list, intake.fold(), h("a", { class: "ops-link quiet", href: "/ops" }, "Evals"));
    fill(find("picker"), queue.picker);
    window.addEventListener("popstate", openFromAddress);
    openFromAddress();
  } catch (error) {
    offerIntake();
    intake.complain(`${error.message} ${error.hint ?? ""}`);
  }
}

await start();
