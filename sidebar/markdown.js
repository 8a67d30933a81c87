/** A written text to paste elsewhere: as plain text, or as Markdown with its sources. */

import { itemText, replyText } from "./reply.js";

/** For a customer as it is sent; for colleagues with the titles of its sections. */
export function plainText({ sections }, { titled }) {
  const filled = sections.filter(({ sentences }) => sentences.length);
  if (!titled) return filled.map(({ sentences }) => replyText(sentences)).join("\n\n");
  return filled.map(({ title, sentences }) => [title.toUpperCase(), ...items(sentences, { bullet: "- " })].join("\n")).join("\n\n");
}

/** `numbers` are those of the sources, by source; the list of them stands at the end. */
export function markdownText(text, { title, titled, numbers }) {
  const marks = (sentence) => [...new Set(sentence.evidence.map(({ source }) => numbers.get(source)).filter(Boolean))].map((n) => `[${n}]`).join("");
  const parts = text.sections.filter(({ sentences }) => sentences.length).map((section) => [
    ...(titled ? [`## ${section.title}`, ""] : []),
    ...items(section.sentences, { bullet: titled ? "- " : "", marks, gap: !titled }),
  ].join("\n"));
  const sources = [...sourcesOf(text)].filter(([source]) => numbers.has(source)).map(([source, one]) => `${numbers.get(source)}. ${one.title || source}${one.url ? ` <${one.url}>` : ""}`);
  return [...(titled ? [`# ${title}`] : []), ...parts, ...(sources.length ? [["Sources:", "", ...sources].join("\n")] : [])].join("\n\n");
}

/** The evidence of a text by its source, in the order of first use; the house's phrases need none. */
export function sourcesOf({ sections }) {
  const all = sections.flatMap(({ sentences }) => sentences.flatMap(({ evidence }) => evidence)).filter(({ kind }) => kind !== "frame");
  const first = new Map();
  for (const one of all) if (!first.has(one.source)) first.set(one.source, one);
  return first;
}

function items(sentences, { bullet, marks = () => "", gap = false }) {
  let step = 0;
  return sentences.flatMap((sentence, n) => {
    step = sentence.role === "step" ? step + 1 : 0;
    const lead = step ? `${step}. ` : bullet || (sentence.role === "question" ? "- " : "");
    const line = `${lead}${itemText(sentence)}${marks(sentence) && ` ${marks(sentence)}`}`;
    return gap && n > 0 && !step ? ["", line] : [line];
  });
}
