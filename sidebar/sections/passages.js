/** Cards for what was retrieved. The passages that the shown sentence rests on are lit, the quoted words marked. */

import { copyButton } from "../clipboard.js";
import { fill, h, link, marked, safeUrl, spoken } from "../dom.js";
import { percent } from "../format.js";
import { icon } from "../icons.js";
import { foundView, withHits } from "./found.js";

/** Where the words that were searched for stand in the text of a card. */
const hits = new WeakMap();

export function knowledgeView({ knowledge }, ctx) {
  return cards(knowledge, ctx, "Nothing in the knowledge is close to this ticket.");
}

export function casesView({ cases }, ctx) {
  return cards(cases, ctx, "No solved ticket is close to this one.");
}

/** Lights the cards under `root` that `evidence` names; returns the first. An empty list puts all lights out. */
export function highlight(root, evidence) {
  const cited = new Map(evidence.filter(({ kind }) => kind === "passage").map((one) => [one.source, one.quote]));
  let first = null;
  for (const card of root.querySelectorAll(".passage")) {
    const quote = cited.get(card.dataset.chunk) ?? cited.get(card.dataset.document);
    card.classList.toggle("is-cited", quote !== undefined);
    const text = card.querySelector(".passage-text");
    fill(text, ...(quote ? marked(text.textContent, quote) : withHits(text.textContent, hits.get(text))));
    if (quote !== undefined) first ??= card;
  }
  return first;
}

function cards(passages, ctx, none) {
  if (!passages) return null;
  if (!passages.length) return h("p", { class: "quiet" }, none);
  return h("ul", { class: "plain-list passages" }, passages.map((passage) => card(passage, ctx)));
}

function card(passage, ctx) {
  const note = ctx.notes.get(passage.chunk_id);
  return h(
    "li",
    { class: "passage", tabindex: "-1", data: { chunk: passage.chunk_id, document: passage.document_id, audience: passage.audience } },
    h(
      "div",
      { class: "passage-head" },
      note && h("span", { class: "note-number", title: "Cited in the draft" }, spoken("Source "), note),
      h("h3", { class: "passage-title" }, link(passage.url, null, passage.title)),
      passage.audience === "public" && safeUrl(passage.url) && copyButton(passage.url, `Copy the link to ${passage.title}`, ctx.announce),
    ),
    h("p", { class: "passage-meta quiet small" }, meta(passage)),
    !passage.quotable && h("p", { class: "badge", data: { tone: "warn" } }, icon("lock"), badge(passage)),
    foundView(passage),
    text(passage),
  );
}

/** How good a match is says the reason; an answer without reasons has only its score. */
function meta({ pool, document_id: id, heading, title, score, reviewed, why, confidence }) {
  const parts = [
    pool === "cases" && h("span", { class: "mono" }, id),
    Number.isFinite(confidence) && chance(confidence),
    heading && heading !== title && heading,
    !why && `${percent(score)} match`,
    reviewed && `reviewed ${reviewed}`,
  ].filter(Boolean);
  return parts.flatMap((part, n) => (n ? [" · ", part] : [part]));
}

function chance(confidence) {
  const told = "Chance that the answer is in here";
  return h("span", { class: "number chance", title: told }, spoken(`${told}: `), percent(confidence), h("span", { "aria-hidden": "true" }, " likely"));
}

function badge({ audience }) {
  return audience === "internal" ? "Internal: don’t quote" : "Don’t quote";
}

/** Three lines until pressed; the whole passage after. */
function text(passage) {
  const words = h("span", { class: "passage-text" }, withHits(passage.text, passage.matches));
  hits.set(words, passage.matches);
  const button = h("button", { class: "passage-more", type: "button", "aria-expanded": "false" }, spoken("Whole text of "), spoken(passage.title), h("span", { "aria-hidden": "true" }, "Show all"));
  const body = h("div", { class: "passage-body" }, h("p", { class: "passage-clip" }, words), button);
  button.addEventListener("click", () => {
    const open = body.classList.toggle("is-open");
    button.setAttribute("aria-expanded", String(open));
    button.lastChild.textContent = open ? "Show less" : "Show all";
  });
  return body;
}
