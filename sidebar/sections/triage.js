/** Category, severity and team: how sure, what else it could be, and which solved tickets say so. */

import { h } from "../dom.js";
import { capitalised, counted, percent, words } from "../format.js";
import { icon } from "../icons.js";

const ROWS = ["category", "severity", "team"];

export function triageView({ triage }) {
  if (!triage) return null;
  return h(
    "div",
    { class: "triage" },
    h("dl", { class: "labels" }, ROWS.filter((name) => triage[name]).map((name) => labelRow(name, triage[name]))),
    triage.why?.length > 0 && why(triage.why),
  );
}

function labelRow(name, label) {
  const unsure = label.abstained || label.label === null;
  return [
    h("dt", null, capitalised(name)),
    h(
      "dd",
      { class: "label", data: { name, abstained: String(unsure) } },
      h(
        "div",
        { class: "label-line" },
        h("span", { class: unsure ? "label-value is-unsure" : "label-value" }, unsure ? "Not sure" : words(label.label)),
        !unsure && h("span", { class: "quiet number" }, percent(label.confidence)),
      ),
      !unsure && bar(label.confidence),
      unsure && label.reason && h("p", { class: "quiet small" }, label.reason),
      alternatives(label.alternatives ?? [], unsure),
    ),
  ];
}

function bar(share) {
  const level = h("span", { class: "bar-level" });
  level.style.width = `${Math.round(100 * Math.min(1, Math.max(0, share)))}%`;
  return h("span", { class: "bar", "aria-hidden": "true" }, level);
}

function alternatives(others, unsure) {
  if (!others.length) return null;
  const named = others.slice(0, 3).map(({ label, confidence }) => `${words(label)} ${percent(confidence)}`);
  return h("p", { class: "quiet small" }, `${unsure ? "Closest" : "Else"}: ${named.join(", ")}`);
}

function why(tickets) {
  return h(
    "details",
    { class: "fold" },
    h("summary", null, icon("chevron"), "Why", h("span", { class: "quiet" }, `${counted(tickets.length, "solved ticket")} most like it`)),
    h("ul", { class: "plain-list why" }, tickets.map((ticket) => h(
      "li",
      null,
      h("span", null, h("span", { class: "mono quiet" }, ticket.ticket_id), " ", ticket.title),
      h("span", { class: "quiet number" }, percent(ticket.similarity)),
    ))),
  );
}
