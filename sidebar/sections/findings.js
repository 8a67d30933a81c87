/** What the guards saw in the ticket and around the draft: warnings open, notes folded away. */

import { h, spoken } from "../dom.js";
import { counted } from "../format.js";
import { icon } from "../icons.js";
import { messageName } from "../messages.js";
import { SEVERITIES, findingAdvice, findingName } from "../words.js";

export function findingsView({ findings = [], left_out: leftOut = [] }, { ticket }) {
  const groups = grouped(findings);
  const loud = groups.filter(({ severity }) => severity !== "info");
  const quiet = groups.filter(({ severity }) => severity === "info");
  if (!groups.length && !leftOut.length) return null;
  return h(
    "div",
    { class: "findings" },
    list([...loud.map((group) => row(group, ticket)), ...leftOut.map(leftOutRow)], "Warnings"),
    quiet.length > 0 && folded(quiet, ticket),
  );
}

/** One line of a finding beside the sentence that it is about. */
export function findingNote(finding) {
  const { label, icon: name, tone } = look(finding.severity);
  return h(
    "div",
    { class: "finding", data: { tone } },
    icon(name),
    h("div", null, h("p", null, spoken(`${label}. `), h("strong", null, findingName(finding.kind))), h("p", null, findingAdvice(finding)), repairLine(finding.repair)),
  );
}

/** What was mended in the sentence, or what would mend it. */
function repairLine(repair) {
  if (!repair?.kind) return null;
  if (repair.kind === "drop") return h("p", null, repair.made ? "Taken out." : "Safe to take out.");
  if (repair.kind === "ask" || !repair.before) return null;
  const words = repair.after ? [h("del", null, repair.before), " → ", h("ins", null, repair.after)] : [h("del", null, repair.before)];
  return h("p", { class: "repair" }, repair.made ? "Mended: " : "Better: ", words);
}

function grouped(findings) {
  const groups = new Map();
  for (const finding of findings) {
    const key = JSON.stringify([finding.severity, finding.kind, finding.advice]);
    const group = groups.get(key) ?? { ...finding, places: [] };
    group.places.push(finding.where);
    groups.set(key, group);
  }
  const order = Object.keys(SEVERITIES);
  return [...groups.values()].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}

function row(group, ticket) {
  const { label, icon: name, tone } = look(group.severity);
  const places = [...new Set(group.places)].map((where) => placeName(where, ticket));
  return h(
    "li",
    { class: "finding", data: { tone, kind: group.kind } },
    icon(name),
    h(
      "div",
      null,
      h("p", null, spoken(`${label}. `), h("strong", null, findingName(group.kind)), times(group.places.length)),
      findingAdvice(group) && h("p", null, findingAdvice(group)),
      h("p", { class: "quiet small" }, summed(places)),
    ),
  );
}

function leftOutRow(what) {
  return h("li", { class: "finding", data: { tone: "warn" } }, icon("alert"), h("p", null, h("strong", null, "Left out: "), what));
}

function folded(groups, ticket) {
  const total = groups.reduce((sum, group) => sum + group.places.length, 0);
  return h(
    "details",
    { class: "fold" },
    h("summary", null, icon("chevron"), counted(total, "note"), h("span", { class: "quiet" }, "from the guards")),
    list(groups.map((group) => row(group, ticket)), "Notes"),
  );
}

function list(rows, label) {
  return rows.length > 0 && h("ul", { class: "plain-list", "aria-label": label }, rows);
}

function placeName(where, ticket) {
  const sentence = /^draft\.(\d+)$/.exec(where);
  if (sentence) return "the draft";
  if (where === "subject") return "the subject";
  return messageName(ticket, where) ?? where;
}

function summed(places) {
  const shown = [...new Set(places)].slice(0, 3).join("; ");
  return places.length > 3 ? `In ${shown} and ${places.length - 3} more` : `In ${shown}`;
}

function times(count) {
  return count > 1 && h("span", { class: "quiet" }, ` × ${count}`);
}

function look(severity) {
  return SEVERITIES[severity] ?? SEVERITIES.info;
}
