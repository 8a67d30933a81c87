/** What made this answer, so that a strange one can be traced. */

import { h } from "../dom.js";
import { duration, usageText, words } from "../format.js";
import { writerName } from "../words.js";

export function madeWithView({ made_with: made, timings_ms: timings = {}, request_id: id, usage }) {
  if (!made) return null;
  const parts = Object.entries(timings).filter(([name]) => name !== "total");
  const rows = [
    ["Writer", writerName(made.writer)],
    ["Model use", usageText(usage)],
    ["Prompts", Object.entries(made.prompts ?? {}).map(([name, version]) => `${name} ${version}`).join(", ")],
    ["Generation", made.generation],
    ["Embedder", made.embedder],
    ["Reranker", made.reranker],
    ["Version", made.version],
    ["Request", id],
    ["Time", timings.total && duration(timings.total)],
    ...parts.map(([name, ms]) => [words(name), duration(ms), "sub"]),
  ].filter(([, value]) => value);
  return h("dl", { class: "made-with" }, rows.map(([name, value, kind]) => [
    h("dt", { class: kind }, name),
    h("dd", { class: kind }, value),
  ]));
}
