/** How the words of the API read on the page. */

import { capitalised, words } from "./format.js";

export const STEPS = {
  scrub: "Masking personal data",
  retrieve: "Searching runbooks and solved tickets",
  triage: "Finding out what kind of ticket it is",
  summary: "Summarising the thread",
  draft: "Writing the reply",
  check: "Checking every sentence",
};

export const VERDICTS = {
  answerable: { label: "Answerable", icon: "check", tone: "good" },
  needs_customer_info: { label: "Ask the customer first", icon: "question", tone: "warn" },
  knowledge_gap: { label: "Not in the knowledge", icon: "gap", tone: "warn" },
  contradiction: { label: "Sources disagree", icon: "alert", tone: "bad" },
  out_of_scope: { label: "Not a support question", icon: "block", tone: "plain" },
};

/** Who says a label that was not learned. */
export const MADE_BY = {
  policy: "by policy",
  category: "by category",
  words: "named",
};

/** `de` -> `German`; a code that the browser does not know stays as it is. */
export function languageName(code) {
  try {
    return new Intl.DisplayNames(["en"], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}

export const SEVERITIES = {
  blocking: { label: "Blocking", icon: "block", tone: "bad" },
  warning: { label: "Warning", icon: "alert", tone: "warn" },
  info: { label: "Note", icon: "info", tone: "plain" },
};

const FINDINGS = {
  pii: "Personal data",
  secret: "Secret",
  injection: "Hidden instruction",
  promise: "Promise",
  link: "Link",
  foreign: "Someone else's data",
  evidence: "Not in the evidence",
  policy: "Policy",
};

const ARTIFACTS = {
  timestamp: "Timestamps",
  request_id: "Request ids",
  correlation_id: "Correlation ids",
  trace_id: "Trace ids",
  error_code: "Error codes",
  error_signature: "Errors",
  http_method: "HTTP methods",
  http_request: "HTTP requests",
  http_status: "HTTP statuses",
  url: "Addresses",
  version: "Versions",
  stack_trace: "Stack traces",
};

const ROLES = {
  greeting: "Greeting",
  acknowledgement: "Acknowledgement",
  answer: "Answer",
  step: "Step",
  question: "Question",
  closing: "Closing",
  statement: "Statement",
};

/** `secret.private_key` -> `Secret: private key`. */
export function findingName(kind) {
  const [family, ...rest] = kind.split(".");
  const name = FINDINGS[family] ?? capitalised(words(family));
  const detail = words(rest.join(" "));
  return detail ? `${name}: ${detail}` : name;
}

/** The guard's advice; a secret in a ticket always has to be rotated, whatever else is said. */
export function findingAdvice({ kind, advice }) {
  if (!kind.startsWith("secret.") || /rotate/i.test(advice)) return advice;
  return `${advice} Rotate it.`.trim();
}

export function artifactName(kind) {
  return ARTIFACTS[kind] ?? capitalised(words(kind));
}

export function roleName(role) {
  return ROLES[role] ?? capitalised(words(role));
}

export function writerName(madeBy) {
  return madeBy === "extractive" ? "extractive, no generative model" : madeBy;
}
