/** What the ticket is: labels and how sure they are, tags, language and mood; what speaks for them is one click away. */

import { h } from "../dom.js";
import { capitalised, counted, percent, words } from "../format.js";
import { icon } from "../icons.js";
import { messageName } from "../messages.js";
import { languageName, MADE_BY } from "../words.js";

const ROWS = [["category", "Category"], ["severity", "Severity"], ["team", "Team"], ["product_area", "Product area"]];

export function triageView({ triage }, ctx) {
  if (!triage) return null;
  const rows = ROWS.filter(([name]) => triage[name]);
  return h(
    "div",
    { class: "triage" },
    h("dl", { class: "labels" }, rows.map(([name, title]) => labelRow(name, title, triage[name])), tagRow(triage.tags ?? []), customerRow(triage)),
    why(triage, rows, ctx),
  );
}

function labelRow(name, title, label) {
  const open = isOpen(label);
  const none = label.outcome === "none_of_these";
  return [
    h("dt", null, title),
    h(
      "dd",
      { class: "label", data: { name, abstained: String(open), outcome: label.outcome } },
      h(
        "div",
        { class: "label-line" },
        h("span", { class: open ? "label-value is-unsure" : "label-value" }, none ? "None of these" : open ? "Not sure" : words(label.label)),
        !open && h("span", { class: "quiet number" }, MADE_BY[label.made_by] ?? percent(label.confidence)),
      ),
      !open && !MADE_BY[label.made_by] && bar(label.confidence),
      open && label.reason && h("p", { class: "quiet small" }, label.reason),
      open && alternatives(label.alternatives ?? []),
    ),
  ];
}

function isOpen({ label, abstained }) {
  return label === null || abstained;
}

function bar(share) {
  const level = h("span", { class: "bar-level" });
  level.style.width = `${Math.round(100 * Math.min(1, Math.max(0, share)))}%`;
  return h("span", { class: "bar", "aria-hidden": "true" }, level);
}

function alternatives(others) {
  return others.length > 0 && h("p", { class: "quiet small" }, `Closest: ${named(others)}`);
}

function named(others) {
  return others.slice(0, 3).map(({ label, confidence }) => `${words(label)} ${percent(confidence)}`).join(", ");
}

function tagRow(tags) {
  if (!tags.length) return null;
  const chips = tags.map(({ label, made_by, confidence }) => h("li", { class: "tag", title: MADE_BY[made_by] ?? percent(confidence) }, words(label)));
  return [h("dt", null, "Tags"), h("dd", { data: { name: "tags" } }, h("ul", { class: "plain-list tags" }, chips))];
}

/** Language always; mood and hurry where they are not the usual ones. */
function customerRow({ language, sentiment, urgency }) {
  const said = [language && (language.code ? languageName(language.code) : "Language unknown")];
  if (urgency && urgency.value !== "normal") said.push(h("span", { class: urgency.value === "high" ? "mood is-high" : "mood" }, `${capitalised(urgency.value)} urgency`));
  if (sentiment && sentiment.value !== "neutral") said.push(h("span", { class: sentiment.value === "negative" ? "mood is-high" : "mood" }, `${capitalised(sentiment.value)} mood`));
  const shown = said.filter(Boolean);
  return shown.length > 0 && [
    h("dt", null, "Customer"),
    h("dd", { data: { name: "customer" } }, shown.map((one, n) => [n > 0 && " · ", one])),
  ];
}

function why(triage, rows, ctx) {
  const reasons = rows.map(([name, title]) => reasonRow(name, title, triage[name], ctx)).filter(Boolean);
  const moods = ["urgency", "sentiment"].filter((name) => triage[name]?.quotes?.length).map((name) => [
    h("dt", null, capitalised(name)),
    h("dd", null, quotes(triage[name].quotes, ctx)),
  ]);
  const tickets = triage.why ?? [];
  if (!reasons.length && !moods.length && !tickets.length) return null;
  const said = tickets.length ? `${counted(tickets.length, "solved ticket")} most like it` : "what speaks for it";
  return h(
    "details",
    { class: "fold" },
    h("summary", null, icon("chevron"), "Why", h("span", { class: "quiet" }, said)),
    h("dl", { class: "labels small reasons" }, reasons, moods),
    h("ul", { class: "plain-list why" }, tickets.map((ticket) => h(
      "li",
      null,
      h("span", null, h("span", { class: "mono quiet" }, ticket.ticket_id), " ", ticket.title),
      h("span", { class: "quiet number" }, percent(ticket.similarity)),
    ))),
  );
}

/** The rule with the words that it holds for; or the words that were learned, and what else it could be. */
function reasonRow(name, title, label, ctx) {
  if (isOpen(label)) return null;
  const terms = label.terms?.length > 0 && h("p", null, `Words: ${label.terms.join(", ")}`);
  const rule = label.rule && h("p", null, `Rule “${label.rule.name}” `, quotes(label.rule.quotes, ctx));
  const others = label.alternatives?.length > 0 && h("p", { class: "quiet" }, `Else: ${named(label.alternatives)}`);
  const reason = !rule && label.reason && h("p", null, capitalised(label.reason));
  return (rule || terms || others || reason) && [h("dt", null, title), h("dd", { data: { reason: name } }, rule, reason, terms, others)];
}

/** What the customer wrote; pressing it shows the place in the thread. */
function quotes(found, ctx) {
  return found.map((evidence, n) => [n > 0 && " ", quote(evidence, ctx)]);
}

function quote(evidence, ctx) {
  const name = messageName(ctx.ticket, evidence.source);
  const text = `“${evidence.quote}”`;
  if (!name) return h("span", null, text);
  return h("button", { class: "source", type: "button", "aria-label": `Show ${text} in the thread: ${name}`, on: { click: () => ctx.showSource(evidence) } }, text);
}
