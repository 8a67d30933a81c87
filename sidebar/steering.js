/** What an agent asks of a text, as the server takes it, and the turns that the page writes itself. */

import { blocks } from "./reply.js";

export const LIMITS = { instruction: 500, facts: 10, fact: 500, turns: 20, turn: 200 };
export const TONES = { neutral: "Neutral", warm: "Warm", formal: "Formal", brief: "Brief" };
export const LENGTHS = { short: "Short", normal: "Normal", long: "Long" };
export const QUICK = { shorter: "Shorter", longer: "Longer", formal: "Formal", warmer: "Warmer" };

const SECTIONS = { greeting: "greeting", acknowledgement: "acknowledgement", question: "questions", closing: "closing" };

export function noSteering() {
  return { instruction: "", facts: [], tone: "neutral", length: "normal", language: "", turns: [] };
}

/** "leave out step 3", counted as the page numbers it; other sentences are counted from the first. */
export function leaveOutTurn(sentences, index) {
  const lists = blocks(sentences).filter(({ kind }) => kind === "step");
  const at = lists.findIndex(({ items }) => items.some((one) => one.index === index));
  if (at < 0) return `leave out sentence ${index + 1}`;
  const step = lists[at].items.findIndex((one) => one.index === index) + 1;
  return lists.length > 1 ? `leave out step ${step} of list ${at + 1}` : `leave out step ${step}`;
}

/** A written text as one run of sentences: the shape of a draft. */
export function draftOf(text) {
  if (!text) return null;
  const { made_by, language, notes = [] } = text;
  return { made_by, language, notes, sentences: text.sections.flatMap(({ sentences }) => sentences) };
}

/** A draft in the sections of a reply again, for the server to change. */
export function textOf(draft) {
  if (!draft) return null;
  const sections = new Map(["greeting", "acknowledgement", "answer", "questions", "closing"].map((name) => [name, []]));
  for (const sentence of draft.sentences) sections.get(SECTIONS[sentence.role] ?? "answer").push(sentence);
  const { made_by, language = "en" } = draft;
  return { kind: "reply", made_by, language, notes: [], sections: [...sections].map(([name, sentences]) => ({ name, title: name, sentences })) };
}
