/** The draft to read: a list box of sentences, one of them in hand. */

import { h, spoken } from "../dom.js";
import { icon } from "../icons.js";
import { blocks, itemText, matchSentences } from "../reply.js";

/** The draft as written: paragraphs, numbered steps, questions. */
export function writtenView(sentences, notes) {
  return listBox(blocks(sentences).map(({ kind, items }) => h(
    "div",
    { class: "block", role: "group", "aria-label": groupName(kind), data: { kind } },
    items.flatMap(({ sentence, index }, n) => [
      n > 0 && kind === "prose" && " ",
      option(itemText(sentence), sentence, { index, notes, lead: lead(kind, n, items.length) }),
    ]),
  )));
}

/** The draft as edited: sentences that are still there keep their evidence, the rest is the agent's. */
export function editedView(text, sentences, notes) {
  const box = listBox(matchSentences(text, sentences).flatMap(({ text: words, sentence, index }) => (
    sentence ? [option(words, sentence, { index, notes })] : ownWords(words)
  )));
  box.classList.add("is-edited");
  return box;
}

export function options(box) {
  return [...box.querySelectorAll("[role=option]")];
}

/** Makes `chosen` the one sentence in hand: selected, and the list's single tab stop. */
export function choose(box, chosen) {
  for (const one of options(box)) {
    one.setAttribute("aria-selected", String(one === chosen));
    one.tabIndex = one === chosen ? 0 : -1;
  }
}

function listBox(children) {
  const box = h("div", { class: "sentences", role: "listbox", "aria-label": "Reply, sentence by sentence" }, children);
  const first = options(box)[0];
  if (first) first.tabIndex = 0;
  return box;
}

function option(text, sentence, { index, notes, lead: before = null }) {
  const numbers = [...new Set(sentence.evidence.map(({ source }) => notes.get(source)).filter(Boolean))];
  const worst = worstOf(sentence.findings);
  return h(
    "span",
    {
      class: "sentence",
      role: "option",
      tabindex: "-1",
      "aria-selected": "false",
      "aria-describedby": "evidence",
      data: { index, role: sentence.role, ...(worst && { finding: worst }) },
    },
    before,
    h("span", { class: "sentence-text" }, text),
    numbers.map((n) => h("sup", { class: "note-mark", "aria-hidden": "true" }, n)),
    sentence.role === "step" && h("span", { class: "sentence-drop", "aria-hidden": "true", title: "Leave this step out (X)" }, icon("close")),
    worst && h("span", { class: "sentence-flag" }, icon(worst === "blocking" ? "block" : "alert"), spoken(` (${worst})`)),
  );
}

/** White space between sentences stays white space; words of the agent's own become a sentence of theirs. */
function ownWords(text) {
  const [, before, words, after] = /^(\s*(?:\d+\.\s*)?)([^]*?)(\s*(?:\d+\.\s*)?)$/.exec(text);
  if (!words) return [text];
  return [before, h("span", { class: "sentence is-own", role: "option", tabindex: "-1", "aria-selected": "false" }, words), after];
}

function lead(kind, n, count) {
  if (kind === "step") return h("span", { class: "lead number" }, `${n + 1}.`);
  if (kind === "question" && count > 1) return h("span", { class: "lead", "aria-hidden": "true" }, "–");
  return null;
}

function groupName(kind) {
  return { step: "Steps", question: "Questions", prose: "Answer" }[kind] ?? kind;
}

function worstOf(findings) {
  return ["blocking", "warning"].find((severity) => findings.some((one) => one.severity === severity)) ?? null;
}
