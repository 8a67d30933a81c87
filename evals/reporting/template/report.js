"use strict";

// The filter of the cases, and links that open the case they lead to. The page reads without it, too.

const cases = [...document.querySelectorAll("details.case")];
const finder = document.querySelector(".finder");
const [find, ofSuite, ofState, found] = ["find", "of-suite", "of-state", "found"].map((id) => document.getElementById(id));
const texts = new Map();

function textOf(one) {
  if (!texts.has(one)) texts.set(one, one.textContent.toLowerCase());
  return texts.get(one);
}

function filter() {
  const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const one of cases) {
    const fits =
      (!ofState.value || one.dataset.state === ofState.value) &&
      (!ofSuite.value || one.dataset.suites.split(" ").includes(ofSuite.value)) &&
      words.every((word) => textOf(one).includes(word));
    one.hidden = !fits;
    shown += fits ? 1 : 0;
  }
  found.textContent = `${shown} of ${cases.length}`;
}

function open() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target || !target.matches("details")) return;
  target.hidden = false;
  target.open = true;
  target.scrollIntoView({ block: "start" });
  target.querySelector("summary").focus({ preventScroll: true });
}

let waiting = 0;
find.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(filter, 120);
});
for (const choice of [ofSuite, ofState]) choice.addEventListener("change", filter);
addEventListener("hashchange", open);
finder.hidden = false;
filter();
open();
