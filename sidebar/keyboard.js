/** Which action a key press asks for. Keys with a modifier, and keys typed into a field, belong to the browser. */

const ACTIONS = {
  j: "next",
  k: "previous",
  ArrowDown: "next",
  ArrowUp: "previous",
  c: "copy",
  e: "edit",
  x: "leaveOut",
  u: "undo",
  r: "redo",
  "/": "ask",
  "?": "help",
  Escape: "escape",
};

export const SHORTCUTS = [
  [["J", "↓"], "Next sentence of the draft, with its evidence"],
  [["K", "↑"], "Previous sentence"],
  [["C"], "Copy the reply"],
  [["E"], "Edit the reply"],
  [["/"], "Ask for a change of the reply"],
  [["X"], "Leave out the sentence in hand"],
  [["U"], "Undo the last change"],
  [["R"], "Redo it"],
  [["Ctrl Enter"], "While editing: copy the reply"],
  [["Ctrl Z"], "While editing: undo"],
  [["Esc"], "Finish editing, or put the evidence away"],
  [["?"], "Show or hide this list"],
];

export function actionFor(event, { singleKeys = true } = {}) {
  if (event.isComposing || event.altKey) return null;
  const target = event.composedPath()[0];
  const typing = isField(target);
  if (event.ctrlKey || event.metaKey) return typing && event.key === "Enter" ? "copy" : null;
  if (event.key === "Escape") return "escape";
  if (typing) return null;
  if (event.key.startsWith("Arrow")) return isSentence(target) ? ACTIONS[event.key] : null;
  return singleKeys ? (ACTIONS[event.key] ?? null) : null;
}

function isField(target) {
  return target instanceof Element && target.matches("input, textarea, select, [contenteditable]");
}

function isSentence(target) {
  return target instanceof Element && target.matches("[role=option]");
}
