/** A written text in its sections: every sentence with the numbers of its sources, and ways to copy it. */

import { copyText } from "../clipboard.js";
import { fill, h, link, safeUrl } from "../dom.js";
import { usageText } from "../format.js";
import { icon } from "../icons.js";
import { markdownText, plainText, sourcesOf } from "../markdown.js";
import { messageName } from "../messages.js";
import { itemText } from "../reply.js";
import { leaveOutTurn } from "../steering.js";
import { writerName } from "../words.js";
import { findingNote } from "./findings.js";
import { notesView } from "./notes.js";

const COPIED_MS = 1800;

/** `spec` is the kind of text; `onLeaveOut(turn)` asks for it without one of its steps. */
export function writtenTextView({ text, notes = [], verdict, question, questions, usage, made_with: made }, spec, ctx, onLeaveOut) {
  if (!text) return nothing({ verdict, questions: questions ?? (question ? [question] : []), notes });
  const sources = sourcesOf(text);
  const numbers = new Map([...sources.keys()].map((source, n) => [source, n + 1]));
  const titled = spec.reader === "agent";
  const all = text.sections.flatMap(({ sentences }) => sentences);
  const sections = text.sections.filter(({ sentences }) => sentences.length);
  return h(
    "div",
    { class: "written", data: { kind: text.kind } },
    copies(text, spec, { titled, numbers }, ctx),
    notesView([...(text.notes ?? []), ...notes]),
    sections.map(({ name, title, sentences }) => h(
      "section",
      { class: "written-part", data: { name } },
      h("h3", { class: titled || !["greeting", "closing"].includes(name) ? null : "spoken" }, title),
      list(sentences, (sentence) => [
        itemText(sentence),
        marks(sentence, numbers, ctx),
        sentence.role === "step" && dropButton(sentence, all, onLeaveOut),
        sentence.findings.filter(({ severity, repair }) => severity !== "info" || repair).map(findingNote),
      ]),
    )),
    sourceList(sources, numbers, ctx),
    h("p", { class: "made-line small quiet" }, `Written by: ${writerName(text.made_by)}`, usageText(usage) && ` · ${usageText(usage)}`, made?.generation && [" · ", h("span", { class: "mono" }, made.generation)]),
  );
}

function list(sentences, item) {
  const steps = sentences.every(({ role }) => role === "step");
  const lines = sentences.map((sentence) => h("li", { data: { role: sentence.role } }, item(sentence)));
  if (steps) return h("ol", null, lines);
  return h("ul", { class: sentences.length > 1 && sentences.every(({ role }) => ["statement", "question"].includes(role)) ? null : "plain-list" }, numbered(sentences, lines));
}

/** Steps among other sentences keep their numbers. */
function numbered(sentences, lines) {
  let step = 0;
  sentences.forEach(({ role }, n) => {
    step = role === "step" ? step + 1 : 0;
    if (step) lines[n].prepend(h("span", { class: "lead number" }, `${step}.`));
  });
  return lines;
}

/** A number for each source; pressing it shows the source. */
function marks(sentence, numbers, ctx) {
  const cited = new Map(sentence.evidence.filter(({ source }) => numbers.has(source)).map((one) => [one.source, one]));
  return [...cited.values()].map((one) => {
    const inside = ctx.isInternal(one);
    const label = `Source ${numbers.get(one.source)}${inside ? ", internal" : ""}: ${sourceName(one, ctx)}`;
    return ["\u00a0", h("button", { class: "source", type: "button", "aria-label": label, title: `${label}\n“${one.quote}”`, data: inside ? { internal: true } : {}, on: { click: () => ctx.showSource(one) } }, numbers.get(one.source))];
  });
}

function sourceList(sources, numbers, ctx) {
  if (!sources.size) return null;
  return h(
    "details",
    { class: "fold" },
    h("summary", null, icon("chevron"), "Sources", h("span", { class: "quiet" }, sources.size)),
    h("ol", { class: "written-sources small" }, [...sources].map(([source, one]) => h(
      "li",
      { value: numbers.get(source) },
      safeUrl(one.url) ? link(one.url, null, sourceName(one, ctx)) : sourceName(one, ctx),
      ctx.isInternal(one) && h("span", { class: "badge", data: { tone: "warn" } }, icon("lock"), "Internal: not for customers"),
    ))),
  );
}

function sourceName({ kind, source, title }, ctx) {
  if (kind === "message") return messageName(ctx.ticket, source) ?? (title || `message ${source}`);
  if (kind === "field") return `ticket field ${title || source}`;
  if (kind === "fact") return "what you stated";
  return title || source;
}

function copies(text, spec, { titled, numbers }, ctx) {
  const button = (label, make) => {
    const one = h("button", { class: "button", type: "button" }, icon("copy"), label);
    one.addEventListener("click", async () => {
      const copied = await copyText(make());
      ctx.announce(copied ? `${spec.title} copied` : "The browser refused to copy");
      if (!copied) return;
      fill(one, icon("check"), "Copied");
      setTimeout(() => fill(one, icon("copy"), label), COPIED_MS);
    });
    return one;
  };
  return h(
    "div",
    { class: "written-bar" },
    button("Copy text", () => plainText(text, { titled })),
    button("Copy Markdown", () => markdownText(text, { title: spec.title, titled, numbers })),
  );
}

function dropButton(sentence, all, onLeaveOut) {
  const turn = leaveOutTurn(all, all.indexOf(sentence));
  return h("button", { class: "icon-button written-drop", type: "button", "aria-label": turn.replace("leave", "Leave"), title: turn.replace("leave", "Leave"), on: { click: () => onLeaveOut(turn) } }, icon("close"));
}

function nothing({ verdict, questions, notes }) {
  return h(
    "div",
    { class: "written" },
    h("p", { class: "quiet" }, "There is not enough in this ticket for such a text.", verdict?.reason && ` ${verdict.reason}`),
    questions.length > 0 && h("blockquote", null, questions.map((one) => h("p", null, one.role === "question" && questions.length > 1 ? `– ${one.text}` : one.text))),
    notesView(notes),
  );
}
