/** Ids, times, errors and addresses found in the thread, grouped, each ready to copy. */

import { copyButton } from "../clipboard.js";
import { h } from "../dom.js";
import { capitalised, counted, utc, words } from "../format.js";
import { messageName } from "../messages.js";
import { artifactName } from "../words.js";

const SHOWN = 5;

export function artifactsView({ artifacts }, ctx) {
  if (!artifacts) return null;
  if (!artifacts.length) return h("p", { class: "quiet" }, "No ids, times or errors in this thread.");
  return h("div", { class: "artifacts" }, [...byKind(artifacts)].map(([kind, items]) => group(kind, items, ctx)));
}

function group(kind, items, ctx) {
  const all = unique(items);
  const hidden = all.slice(SHOWN);
  const list = h("ul", { class: "plain-list" }, all.slice(0, SHOWN).map((item) => row(item, ctx)));
  const button = h("button", { class: "text-button", type: "button" }, `Show ${counted(hidden.length, "more", "more")}`);
  button.addEventListener("click", () => {
    const rows = hidden.map((item) => row(item, ctx));
    list.append(...rows);
    button.remove();
    rows[0].querySelector("button").focus();
  });
  return h("section", { class: "artifact-group", data: { kind } }, h("h3", null, artifactName(kind)), list, hidden.length > 0 && button);
}

function row({ kind, value, normalised, message_id: id, start, end, count }, ctx) {
  const shown = kind === "timestamp" && normalised ? utc(normalised) : normalised || value;
  const name = messageName(ctx.ticket, id) ?? id;
  const show = () => ctx.showSource({ kind: "message", source: id, start, end, quote: value });
  return h(
    "li",
    { class: "artifact" },
    h(
      "div",
      { class: "artifact-value" },
      h(kind === "stack_trace" ? "pre" : "span", { class: "mono" }, shown),
      shown !== value && h("span", { class: "quiet small artifact-raw" }, `written “${value}”`),
      count > 1 && h("span", { class: "quiet small" }, ` × ${count}`),
    ),
    h("button", { class: "source", type: "button", title: name, "aria-label": `Show in the thread: ${name}`, on: { click: show } }, id),
    copyButton(shown, `Copy ${capitalised(words(kind))} ${value}`.slice(0, 120), ctx.announce),
  );
}

function unique(items) {
  const seen = new Map();
  for (const item of items) {
    const key = item.normalised || item.value;
    const known = seen.get(key);
    if (known) known.count += 1;
    else seen.set(key, { ...item, count: 1 });
  }
  return [...seen.values()];
}

function byKind(artifacts) {
  const groups = new Map();
  for (const item of artifacts) {
    if (!groups.has(item.kind)) groups.set(item.kind, []);
    groups.get(item.kind).push(item);
  }
  return groups;
}
