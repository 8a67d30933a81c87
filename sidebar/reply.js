/** A draft as the plain text that is sent, and an edited text matched back to the draft's sentences. */

const NUMBERED = /^\s*\d+[.)]\s+/;

/** Sentences in runs of what belongs together: `[{kind: "step", items: [{sentence, index}]}, …]`. */
export function blocks(sentences) {
  const runs = [];
  sentences.forEach((sentence, index) => {
    const kind = blockKind(sentence.role);
    const last = runs.at(-1);
    if (last?.kind === kind) last.items.push({ sentence, index });
    else runs.push({ kind, items: [{ sentence, index }] });
  });
  return runs;
}

/** Steps and lists of questions have one item a line, numbered by the page; the writer's own number goes. */
export function itemText(sentence) {
  return sentence.role === "step" ? sentence.text.replace(NUMBERED, "") : sentence.text;
}

export function replyText(sentences) {
  return blocks(sentences).map(blockText).join("\n\n");
}

/** Pieces of an edited text in order: those that are still a sentence of the draft, and the agent's own words. */
export function matchSentences(text, sentences) {
  const pieces = [];
  let at = 0;
  sentences.forEach((sentence, index) => {
    const words = itemText(sentence);
    const found = words ? text.indexOf(words, at) : -1;
    if (found < 0) return;
    if (found > at) pieces.push({ text: text.slice(at, found), sentence: null });
    pieces.push({ text: words, sentence, index });
    at = found + words.length;
  });
  if (at < text.length) pieces.push({ text: text.slice(at), sentence: null });
  return pieces;
}

function blockKind(role) {
  if (role === "answer" || role === "statement") return "prose";
  return role;
}

function blockText({ kind, items }) {
  const lines = items.map(({ sentence }) => itemText(sentence));
  if (kind === "step") return lines.map((line, n) => `${n + 1}. ${line}`).join("\n");
  if (kind === "question" && lines.length > 1) return lines.map((line) => `- ${line}`).join("\n");
  return lines.join(kind === "closing" ? "\n" : " ");
}
