/** The few line icons of the sidebar, drawn on a 16 by 16 grid in the colour of the text beside them. */

import { svg } from "./dom.js";

const PATHS = {
  alert: ["M8 2.2 14.4 13.4H1.6Z", "M8 6.4v3.2", "M8 11.5v.1"],
  block: ["M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8Z", "M3.8 3.8l8.4 8.4"],
  check: ["M3 8.6 6.4 12 13 4.6"],
  chevron: ["M6 3.8 10.2 8 6 12.2"],
  close: ["M4 4l8 8", "M12 4l-8 8"],
  copy: ["M5.6 5.6h7.6v7.6H5.6Z", "M10.4 5.4V2.8H2.8v7.6h2.6"],
  edit: ["M3 13l.7-3L10.9 2.8l2.3 2.3L6 12.3Z", "M9.3 4.4l2.3 2.3"],
  gap: ["M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8Z", "M5 8h6"],
  info: ["M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8Z", "M8 7.3v3.6", "M8 5v.1"],
  lock: ["M3.8 7.2h8.4v6H3.8Z", "M5.6 7V5a2.4 2.4 0 0 1 4.8 0v2"],
  message: ["M2.4 3.2h11.2v7.6H7.2L4.4 13.2v-2.4h-2Z"],
  open: ["M9.2 2.8h4v4", "M13 3 7.4 8.6", "M11.6 9.4v3.8H2.8V4.4h3.8"],
  page: ["M3.8 1.8h5.6l2.8 2.8v9.6H3.8Z", "M6 7.4h4", "M6 10.2h4"],
  question: ["M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8Z", "M6.2 6.3a1.8 1.8 0 1 1 2.6 1.6c-.6.3-.8.7-.8 1.3", "M8 11.3v.1"],
  retry: ["M13 8a5 5 0 1 1-1.6-3.7", "M13.2 2.4v2.8h-2.8"],
  plus: ["M8 3.2v9.6", "M3.2 8h9.6"],
  redo: ["M10.8 3.2 13.6 6l-2.8 2.8", "M13.2 6H6.6a3.6 3.6 0 0 0 0 7.2H10"],
  send: ["M2.8 8h9.6", "M8.6 4.2 12.4 8l-3.8 3.8"],
  undo: ["M5.2 3.2 2.4 6l2.8 2.8", "M2.8 6h6.6a3.6 3.6 0 0 1 0 7.2H6"],
};

export function icon(name) {
  const paths = PATHS[name].map((d) => svg("path", { d }));
  return svg("svg", { viewBox: "0 0 16 16", class: "icon", "aria-hidden": "true", focusable: "false" }, ...paths);
}
