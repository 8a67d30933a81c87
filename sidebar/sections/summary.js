/** The thread in named parts; what an agent needs first stays open, the rest is one click away. */

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { messageName } from "../messages.js";

const OPEN = ["brief", "problem", "impact", "next_step"];

export function summaryView({ summary }, ctx) {
  const parts = (summary?.sections ?? []).filter(({ sentences }) => sentences.length);
  if (!parts.length) return null;
  const brief = parts.some(({ name }) => name === "brief");
  const open = OPEN.filter((name) => !(brief && name === "problem"));  // the brief says it in two lines
  const first = parts.filter(({ name }) => open.includes(name));
  const rest = parts.filter(({ name }) => !open.includes(name));
  return h("div", { class: "summary" }, definition(first, ctx), rest.length > 0 && more(rest, ctx));
}

function more(parts, ctx) {
  const titles = parts.map(({ title }) => title.toLowerCase()).join(", ");
  return h(
    "details",
    { class: "fold" },
    h("summary", null, icon("chevron"), h("span", { class: "fold-name" }, "More"), h("span", { class: "quiet" }, titles)),
    definition(parts, ctx),
  );
}

function definition(parts, ctx) {
  return h("dl", { class: "facts" }, parts.map(({ name, title, sentences }) => [
    h("dt", { data: { name } }, title),
    h("dd", null, sentences.length > 1
      ? h("ul", null, sentences.map((sentence) => h("li", null, withSources(sentence, ctx))))
      : withSources(sentences[0], ctx)),
  ]));
}

/** The sentence with its sources; a short last word stays on one line with them. */
function withSources(sentence, ctx) {
  const [, start, last] = /^([^]*?)(\S{0,24})$/.exec(sentence.text.trimEnd());
  return [start, h("span", { class: "tied" }, last, sources(sentence, ctx))];
}

/** A button for each message that the sentence rests on; pressing it shows the quote in the thread. */
function sources(sentence, ctx) {
  const seen = new Map(sentence.evidence.filter(({ kind }) => kind === "message").map((one) => [one.source, one]));
  return [...seen.values()].map((evidence) => {
    const name = messageName(ctx.ticket, evidence.source) ?? evidence.title ?? evidence.source;
    const label = `Show the source: ${name}`;
    const show = () => ctx.showSource(evidence);
    return ["\u00a0", h("button", { class: "source", type: "button", title: `${name}\n“${evidence.quote}”`, "aria-label": label, on: { click: show } }, evidence.source)];
  });
}
