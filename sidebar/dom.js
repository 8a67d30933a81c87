/** Builds DOM nodes. Text always becomes text nodes, never markup. */

const SVG = "http://www.w3.org/2000/svg";

/** `h("p", {class: "note", on: {click}}, "text", child)`; null, undefined and false children are left out. */
export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) assign(node, name, value);
  node.append(...nodes(children));
  return node;
}

/** Replaces what `parent` holds. */
export function fill(parent, ...children) {
  parent.replaceChildren(...nodes(children));
  return parent;
}

export function svg(tag, attributes, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** A link for http(s) addresses; anything else (javascript:, data:, a typo) stays plain text. */
export function link(url, props, ...children) {
  const href = safeUrl(url);
  if (href === null) return h("span", props, ...children);
  return h("a", { ...props, href, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

export function safeUrl(url) {
  if (!url) return null;
  try {
    const parsed = new URL(url, window.location.href);
    return ["http:", "https:"].includes(parsed.protocol) ? parsed.href : null;
  } catch {
    return null;
  }
}

/** Text for screen readers only. */
export function spoken(text) {
  return h("span", { class: "spoken" }, text);
}

/** `text` with the first occurrence of `quote` in a <mark>; the text as it is when it isn't found. */
export function marked(text, quote) {
  const at = quote ? text.indexOf(quote) : -1;
  if (at < 0) return [text];
  return [text.slice(0, at), h("mark", null, quote), text.slice(at + quote.length)];
}

function assign(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "on") {
    for (const [type, listener] of Object.entries(value)) node.addEventListener(type, listener);
  } else if (name === "data") {
    Object.assign(node.dataset, value);
  } else if (name === "style" || /^on/.test(name)) {
    throw new TypeError(`h() takes no ${name} attribute: the page's Content-Security-Policy refuses it`);
  } else {
    node.setAttribute(name, value === true ? "" : String(value));
  }
}

function nodes(children) {
  return children
    .flat(Infinity)
    .filter((child) => child !== null && child !== undefined && child !== false)
    .map((child) => (child instanceof Node ? child : String(child)));
}
