/** The thread of a ticket, as the help desk around the sidebar shows it. */

import { fill, h, marked } from "../dom.js";
import { messageTime } from "../format.js";

const MOST_CHARS = 20_000;
const MOST_MESSAGES = 200;

export function threadView(ticket) {
  const { subject, id, customer, messages } = ticket;
  const who = [customer?.name, customer?.organisation, customer?.tier].filter(Boolean).join(" · ");
  const left = messages.length - MOST_MESSAGES;
  return [
    h("header", { class: "thread-head" }, h("h1", null, subject || "(no subject)"), h("p", { class: "quiet" }, h("span", { class: "mono" }, id), who && ` · ${who}`)),
    h("ol", { class: "messages" }, messages.slice(0, MOST_MESSAGES).map(messageView)),
    left > 0 && h("p", { class: "quiet" }, `${left} more messages are not shown here; Draftdesk reads them.`),
  ];
}

/** Marks the quote that a sentence rests on; null takes the mark away. */
export function showSource(thread, evidence, { block }) {
  for (const message of thread.querySelectorAll(".message")) {
    const text = message.querySelector(".message-text");
    const here = evidence !== null && message.dataset.id === evidence.source;
    if (!here && !message.classList.contains("is-source")) continue;
    message.classList.toggle("is-source", here);
    fill(text, ...marked(text.textContent, here ? evidence.quote : ""));
    if (here) (text.querySelector("mark") ?? message).scrollIntoView({ block });
  }
}

function messageView({ id, author, public: isPublic, created_at: at, text }) {
  const internal = isPublic === false;
  const cut = text.length > MOST_CHARS;
  return h(
    "li",
    { class: "message", data: { id, role: author?.role ?? "", internal: String(internal) } },
    h(
      "div",
      { class: "message-head" },
      h("strong", null, author?.name || author?.role || "Unknown"),
      internal && h("span", { class: "tag" }, "Internal note"),
      h("span", { class: "quiet" }, messageTime(at)),
    ),
    h("p", { class: "message-text" }, cut ? text.slice(0, MOST_CHARS) : text),
    cut && h("p", { class: "quiet" }, `${(text.length - MOST_CHARS).toLocaleString("en")} more characters are not shown here.`),
  );
}
