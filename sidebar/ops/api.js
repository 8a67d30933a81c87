/** Eval runs of the server. */

import { ask } from "../api.js";

export const evals = () => ask("/v1/evals");
export const evalRun = (id) => ask(`/v1/evals/${encodeURIComponent(id)}`);
export const gateOf = (id) => ask(`/v1/evals/${encodeURIComponent(id)}/gate`);
export const startRun = (wish) => ask("/v1/evals", wish);
export const cancelRun = (id) => ask(`/v1/evals/${encodeURIComponent(id)}/cancel`, {});

export function reportAddress(id, against = "") {
  const query = against ? `?against=${encodeURIComponent(against)}` : "";
  return `/v1/evals/${encodeURIComponent(id)}/report${query}`;
}
