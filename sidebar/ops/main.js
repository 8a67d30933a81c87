/** The evals page: start a run and follow it, see how figures moved over runs, open reports, compare two runs. */

import { fill, h } from "../dom.js";
import { cancelRun, evalRun, evals, gateOf, startRun } from "./api.js";
import { gateView } from "./gate.js";
import { History } from "./history.js";
import { going } from "./going.js";
import { trend } from "./trend.js";
import { Wish } from "./wish.js";

const EVERY_MS = 1500;
const find = (id) => document.getElementById(id);
const wish = new Wish(find("wish"), { onStart: (asked) => start(asked) });
const history = new History(find("history"));
let timer = 0;

async function load() {
  const { runs, suites } = await evals();
  wish.offer(suites);
  history.show(runs);
  fill(find("trend"), trend(runs));
  const now = runs.find(({ state }) => state === "running");
  if (now) return follow(now);
  wish.busy(false);
  const whole = runs.find(({ state, run }) => state === "done" && !run.limit);
  if (whole) await showGate(whole);
}

/** Of the newest run over all cases; a house without a baseline has no gate, and nothing is said. */
async function showGate(run) {
  try {
    fill(find("gate"), gateView(await gateOf(run.id)));
  } catch (error) {
    if (error.code !== "eval_baseline_missing") throw error;
    fill(find("gate"));
  }
}

function follow(run) {
  clearTimeout(timer);
  wish.busy(true);
  fill(find("going"), going(run, { onCancel: () => tried(() => cancel(run.id)) }));
  timer = setTimeout(() => tried(() => look(run.id)), EVERY_MS);
}

async function look(id) {
  const run = await evalRun(id);
  if (run.state === "running") return follow(run);
  fill(find("going"), going(run, {}));
  await load();
}

async function start(asked) {
  await tried(async () => follow(await startRun(asked)));
}

async function cancel(id) {
  clearTimeout(timer);
  fill(find("going"), going(await cancelRun(id), {}));
  await load();
}

async function tried(work) {
  try {
    await work();
  } catch (error) {
    fill(find("going"), h("p", { class: "ops-problem", role: "alert" }, error.message, " ", h("span", { class: "quiet" }, error.hint ?? "")));
    wish.busy(false);
  }
}

await tried(load);
