/** Names for the messages of a ticket, from the ticket itself. */

import { messageTime } from "./format.js";

/** `Dana Reyes, 4 Mar 2026, 08:12 UTC`, or null when the ticket has no such message. */
export function messageName(ticket, id) {
  const message = (ticket?.messages ?? []).find((one) => one.id === id);
  if (!message) return null;
  const who = message.author?.name || message.author?.role || "message";
  return [message.public === false ? `${who} (internal note)` : who, messageTime(message.created_at)].filter(Boolean).join(", ");
}
