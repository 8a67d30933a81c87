/** Why a passage was found: one line, and everything that counted when it is opened. */

import { h, spoken } from "../dom.js";
import { counted, percent } from "../format.js";
import { icon } from "../icons.js";

const SHOWN_WORDS = 3;

export function foundView({ why, duplicates = [], lexical }) {
  if (!why) return null;
  return h(
    "details",
    { class: "fold found" },
    h("summary", null, icon("chevron"), spoken("Why it was found: "), h("span", { class: "found-line" }, line(why, duplicates))),
    h("dl", { class: "labels small" }, rows(why, duplicates, lexical)),
  );
}

/** `text` with the words in <b> that stand at `matches`, which count code points and not UTF-16 units. */
export function withHits(text, matches = []) {
  const points = Array.from(text);
  const pieces = [];
  let at = 0;
  for (const { start, end } of matches) {
    pieces.push(points.slice(at, start).join(""), h("b", { class: "hit" }, points.slice(start, end).join("")));
    at = end;
  }
  return [...pieces, points.slice(at).join("")];
}

function line({ terms, similarity, factors }, duplicates) {
  const words = terms.slice(0, SHOWN_WORDS).map(({ word }) => word).join(", ");
  const copies = duplicates.length > 0 && counted(duplicates.length, "near copy", "near copies");
  return [words ? `Shares ${words}` : "No shared word", `${percent(similarity)} similar`, ...factors, copies].filter(Boolean).join(" · ");
}

function rows({ terms, similarity, factors }, duplicates, lexical) {
  return [
    row("Words", terms.map(({ word, fields }) => [h("b", null, word), h("span", { class: "quiet" }, ` in ${fields.join(", ")}`)])),
    row("Similarity", [`cosine ${Number(similarity).toFixed(2)}; words (BM25) ${Number(lexical).toFixed(1)}`]),
    row("Also", factors),
    row("Near copies", duplicates.map(({ document_id: id, title }) => [h("span", { class: "mono" }, id), title && ` ${title}`])),
  ];
}

function row(name, values) {
  if (!values.length) return null;
  return [h("dt", null, name), h("dd", null, h("ul", { class: "plain-list" }, values.map((value) => h("li", null, value))))];
}
