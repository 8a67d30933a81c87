/** Times and figures in words. */

export function duration(seconds) {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

export function when(iso) {
  const time = new Date(iso);
  return Number.isNaN(time.valueOf()) ? iso : time.toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
}

export function figure(value) {
  return value === null || value === undefined ? "–" : value.toFixed(3);
}
