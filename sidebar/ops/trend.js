/** How each figure moved over the runs: a line with its interval, the last value, and the step before it. */

import { h, svg } from "../dom.js";
import { figure, when } from "./words.js";

const WIDTH = 160;
const HEIGHT = 36;
const PAD = 4;

/** Cards by suite, of runs over all cases: a run with a limit is no point of the line. */
export function trend(runs) {
  const whole = runs.filter(({ state, run }) => state === "done" && !run.limit).reverse();
  const series = new Map();
  for (const run of whole) {
    for (const one of run.figures.filter(({ n }) => n)) {
      const key = `${one.suite}/${one.scorer}`;
      if (!series.has(key)) series.set(key, []);
      series.get(key).push({ ...one, started: run.started, code: run.run.code });
    }
  }
  if (!series.size) return h("p", { class: "quiet" }, "The trend begins with the first run over all cases of a suite.");
  const suites = new Map();
  for (const points of series.values()) {
    const { suite } = points[0];
    suites.set(suite, [...(suites.get(suite) ?? []), points]);
  }
  return [...suites].sort(([a], [b]) => a.localeCompare(b)).map(([suite, lines]) =>
    h("details", { class: "ops-trend", open: suites.size < 5 }, h("summary", null, suite), h("ul", null, lines.map(card))),
  );
}

function card(points) {
  const last = points.at(-1);
  const before = points.at(-2);
  const step = before ? last.mean - before.mean : 0;
  const moved = before && Math.abs(step) >= 0.0005 ? `${step > 0 ? "+" : "−"}${Math.abs(step).toFixed(3)}` : "";
  return h(
    "li",
    { data: { scorer: last.scorer } },
    h("span", { class: "ops-scorer" }, last.scorer),
    h("span", { class: "ops-value" }, figure(last.mean)),
    h("span", { class: "quiet" }, `${figure(last.low)} to ${figure(last.high)}, n ${last.n}`),
    line(points),
    h("span", { class: "quiet ops-step" }, moved),
  );
}

function line(points) {
  const title = `${points[0].scorer}: ${points.map(({ mean, started }) => `${mean.toFixed(3)} on ${when(started)}`).join(", ")}`;
  const lows = points.map(({ low }) => low);
  const highs = points.map(({ high }) => high);
  const [least, most] = [Math.min(...lows), Math.max(...highs)];
  const x = (n) => (points.length === 1 ? WIDTH / 2 : PAD + (n * (WIDTH - 2 * PAD)) / (points.length - 1));
  const y = (value) => HEIGHT - PAD - ((value - least) / (most - least || 1)) * (HEIGHT - 2 * PAD);
  const place = (value, n) => `${x(n).toFixed(1)},${y(value).toFixed(1)}`;
  const band = [...highs.map(place), ...lows.map(place).reverse()].join(" ");
  const last = points.length - 1;
  const node = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "ops-spark", role: "img", "aria-label": title });
  node.append(
    svg("polygon", { points: band, class: "ops-band" }),
    svg("polyline", { points: points.map(({ mean }, n) => place(mean, n)).join(" "), class: "ops-path" }),
    svg("circle", { cx: x(last).toFixed(1), cy: y(points[last].mean).toFixed(1), r: 3, class: "ops-dot" }),
  );
  return node;
}
