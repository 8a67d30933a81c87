/** Copies text, also where the async clipboard is refused (plain http on a host name, older browsers). */

import { h } from "./dom.js";
import { icon } from "./icons.js";

const SHOWN_MS = 1800;

/** True when the text is on the clipboard. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** A small icon button that copies `text` and says so. */
export function copyButton(text, label, announce) {
  const button = h("button", { class: "icon-button", type: "button", "aria-label": label, title: label }, icon("copy"));
  button.addEventListener("click", async () => {
    const copied = await copyText(text);
    announce(copied ? "Copied" : "The browser refused to copy");
    if (copied) confirmBriefly(button);
  });
  return button;
}

function confirmBriefly(button) {
  button.replaceChildren(icon("check"));
  button.classList.add("is-done");
  setTimeout(() => {
    button.replaceChildren(icon("copy"));
    button.classList.remove("is-done");
  }, SHOWN_MS);
}

function copyBySelection(text) {
  const area = h("textarea", { "aria-hidden": "true", tabindex: "-1", readonly: true });
  area.value = text;
  area.style.position = "fixed";
  area.style.opacity = "0";
  const focused = document.activeElement;
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  focused?.focus?.();
  return copied;
}
