/** Talks to the Draftdesk server. Every failure becomes an `ApiError` with the server's message and hint. */

import { readEvents } from "./sse.js";

export class ApiError extends Error {
  constructor({ code, message, hint = "" }) {
    super(message);
    this.name = "ApiError";
    this.code = code;
    this.hint = hint;
  }
}

/** The sample's open tickets, or null when this server has no sample. */
export async function sampleTickets({ base = "" } = {}) {
  const response = await request(`${base}/v1/sample/tickets`, { headers: { Accept: "application/json" } });
  if (response.status === 404) return null;
  if (!response.ok) throw await refusal(response);
  return (await response.json()).tickets;
}

/** Asks for everything about a ticket; `onPart(name, data)` hears each part as it arrives. Returns the whole answer. */
export async function assist(ticket, { base = "", signal, onPart = () => {} } = {}) {
  const response = await request(`${base}/v1/assist`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
    body: JSON.stringify({ ticket }),
    signal,
  });
  if (!response.ok) throw await refusal(response);
  if (isJson(response)) return response.json();
  return streamed(response, onPart);
}

/** One text of a kind, or the reason why there is none. */
export async function writeText(kind, ticket, { steering, before = null, base = "", signal } = {}) {
  const response = await request(`${base}/v1/texts/${encodeURIComponent(kind)}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(before ? { ticket, steering, before } : { ticket, steering }),
    signal,
  });
  if (!response.ok) throw await refusal(response);
  return response.json();
}

/** The kinds of text that this server writes, and how they can be steered. */
export async function textKinds({ base = "" } = {}) {
  return ask(`${base}/v1/texts`);
}

async function streamed(response, onPart) {
  try {
    for await (const { event, data } of readEvents(response.body)) {
      const value = JSON.parse(data);
      if (event === "error") throw new ApiError(value.error);
      if (event === "done") return value;
      onPart(event, value);
    }
  } catch (error) {
    if (error instanceof ApiError || error.name === "AbortError") throw error;
    throw cutOff();
  }
  throw cutOff();
}

function cutOff() {
  return new ApiError({
    code: "stream_cut",
    message: "The answer stopped halfway.",
    hint: "The server may have been restarted. Retry; if it happens again, look at the server's log.",
  });
}

async function request(url, options) {
  try {
    return await fetch(url, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError({
      code: "unreachable",
      message: "The Draftdesk server does not answer.",
      hint: "Start it with `draftdesk serve`, then retry.",
    });
  }
}

async function refusal(response) {
  const fallback = {
    code: `http_${response.status}`,
    message: `The server answered ${response.status} ${response.statusText}`.trim() + ".",
    hint: "Look at the server's log for the reason.",
  };
  try {
    const body = await response.json();
    return new ApiError(body.error?.message ? body.error : fallback);
  } catch {
    return new ApiError(fallback);
  }
}

function isJson(response) {
  return (response.headers.get("Content-Type") ?? "").startsWith("application/json");
}

/** JSON from an address; with a `body`, JSON is posted. */
export async function ask(url, body = null) {
  const headers = { Accept: "application/json" };
  const post = { method: "POST", headers: { ...headers, "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const response = await request(url, body === null ? { headers } : post);
  if (!response.ok) throw await refusal(response);
  return response.json();
}
