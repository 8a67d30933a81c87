/**
 * `<draftdesk-sidebar>`: everything Draftdesk knows about a ticket, beside that ticket.
 *
 * Property `ticket`: the ticket to work on; setting it asks the server. Attributes: `api-base` (where the server is,
 * default: this page's origin), `page-keys` (single-letter keys work anywhere on the page, not only inside).
 * Events: `assist-done`, `assist-failed`, `draft-copied`, `draft-edited`, `source-lit` (a sentence is in hand; its
 * message evidence or null), `source-shown` (show this message now; `preventDefault()` says that the page did it,
 * otherwise the sidebar shows the quote itself). Method: `retry()`.
 */

import { assist, textKinds } from "./api.js";
import { fill, h } from "./dom.js";
import { Frame } from "./frame.js";
import { actionFor } from "./keyboard.js";
import { Refining } from "./refining.js";
import { artifactsView } from "./sections/artifacts.js";
import { DraftView } from "./sections/draft.js";
import { findingsView } from "./sections/findings.js";
import { Help } from "./sections/help.js";
import { madeWithView } from "./sections/made_with.js";
import { OtherTexts } from "./sections/other_texts.js";
import { casesView, highlight, knowledgeView } from "./sections/passages.js";
import { errorView, progressView, skeleton } from "./sections/progress.js";
import { SourceBox } from "./sections/source.js";
import { summaryView } from "./sections/summary.js";
import { triageView } from "./sections/triage.js";
import { verdictView } from "./sections/verdict.js";
import { draftOf, leaveOutTurn, noSteering, textOf } from "./steering.js";

const STYLES = ["tokens", "base", "sections", "draft", "steering"].map((name) => new URL(`./css/${name}.css`, import.meta.url).href);
const VIEWS = { summary: summaryView, triage: triageView, knowledge: knowledgeView, cases: casesView, artifacts: artifactsView };
const COUNTED = ["knowledge", "cases"];

export class DraftdeskSidebar extends HTMLElement {
  #ticket = null;
  #answer = {};
  #drawn = new Map();
  #edits = new Map();
  #notes = new Map();
  #histories = new Map();
  #draft = null;
  #running = null;
  #refining = null;
  #others = null;
  #kinds = null;
  #complete = false;
  #help = new Help();
  #source = new SourceBox();
  #frame = new Frame({ onHelp: () => this.#help.toggle() });
  #onKey = (event) => this.#key(event);

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    const links = STYLES.map((href) => h("link", { rel: "stylesheet", href }));
    root.append(...links, this.#frame.element, this.#help.element, this.#source.element);
    this.#showWhenStyled(links);
    this.#empty();
  }

  connectedCallback() {
    this.#keyTarget = this.hasAttribute("page-keys") ? document : this;
    this.#keyTarget.addEventListener("keydown", this.#onKey);
    if (Object.hasOwn(this, "ticket")) {
      const early = this.ticket;
      delete this.ticket;
      this.ticket = early;
    }
  }

  disconnectedCallback() {
    this.#keyTarget.removeEventListener("keydown", this.#onKey);
    this.#running?.abort();
  }

  get ticket() {
    return this.#ticket;
  }

  set ticket(ticket) {
    this.#ticket = ticket;
    if (ticket) this.retry();
    else this.#empty();
  }

  /** Asks again for the ticket in hand. */
  async retry() {
    if (!this.#ticket) return;
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.#begin();
    try {
      const onPart = (name, data) => !running.signal.aborted && this.#part(name, data);
      const answer = await assist(this.#ticket, { base: this.#base, signal: running.signal, onPart });
      if (!running.signal.aborted) this.#finish(answer);
    } catch (error) {
      if (!running.signal.aborted) this.#fail(error);
    }
  }

  #keyTarget = this;

  #empty() {
    this.#running?.abort();
    this.#clear();
    fill(this.#frame.ticketName, "");
    fill(this.#frame.status, h("p", { class: "quiet empty" }, "Choose a ticket to see its summary, what is known about it, and a draft reply."));
  }

  #clear() {
    this.#answer = {};
    this.#complete = false;
    this.#drawn.clear();
    this.#notes.clear();
    this.#draft = null;
    this.#refining?.stop();
    this.#others?.stop();
    this.#refining = null;
    this.#others = null;
    this.#frame.above("draft", null);
    for (const name of ["draft", "texts", ...Object.keys(VIEWS)]) this.#frame.put(name, null);
    this.#outline();
    this.#frame.element.scrollTop = 0;
  }

  #begin() {
    this.#clear();
    fill(this.#frame.ticketName, String(this.#ticket.id ?? ""));
    fill(this.#frame.status, progressView(null));
    this.#frame.name("draft", "Reply");
    this.#frame.put("summary", skeleton(3));
    this.#frame.put("draft", skeleton(6));
    this.setAttribute("aria-busy", "true");
    this.#announce(`Working on ticket ${this.#ticket.id ?? ""}`);
  }

  #part(name, data) {
    if (name === "progress") fill(this.#frame.status, progressView(data.step));
    else if (name === "passages") this.#update(data);
    else this.#update({ [name]: data });
  }

  #finish(answer) {
    this.removeAttribute("aria-busy");
    fill(this.#frame.status);
    this.#complete = true;
    this.#update({ draft: null, question: null, questions: null, ...answer });
    this.#offerTexts(answer);
    this.#announce(answer.draft ? "Draft ready" : "No draft for this ticket: see the verdict");
    this.#emit("assist-done", { answer });
  }

  /** What can be asked for beyond this answer, where the server offers it. */
  async #offerTexts(answer) {
    const ticket = this.#ticket;
    try {
      this.#kinds ??= await textKinds({ base: this.#base });
    } catch {
      return;
    }
    if (ticket !== this.#ticket || answer.request_id !== this.#answer.request_id) return;
    const host = { ticket: () => ticket, base: () => this.#base, announce: (text) => this.#announce(text) };
    if (answer.draft) this.#offerChanges(answer, host);
    this.#others = new OtherTexts(this.#kinds, { ...host, ctx: () => this.#ctx(), steering: () => this.#refining?.steering ?? noSteering() });
    this.#frame.put("texts", this.#others.element);
  }

  #offerChanges(answer, host) {
    const show = ({ written }) => this.#update(written === answer ? answer : shownOf(written));
    const edited = () => this.#draft?.edited ?? false;
    this.#refining = new Refining("reply", { ...host, show, edited }, { languages: this.#kinds.languages ?? [], before: (written) => written.text ?? textOf(written.draft) });
    const known = this.#histories.get(this.#ticket.id);
    if (known && JSON.stringify(known.first.written.draft) === JSON.stringify(answer.draft)) this.#refining.resume(known, answer);
    else this.#refining.start(answer);
    this.#histories.set(this.#ticket.id, this.#refining.history);
    this.#frame.above("draft", this.#refining.bar.element);
  }

  get #base() {
    return this.getAttribute("api-base") ?? "";
  }

  #fail(error) {
    this.removeAttribute("aria-busy");
    for (const name of ["summary", "draft"]) if (!this.#answer[name]) this.#frame.put(name, null);
    const shown = error.code ? error : { code: "page_error", message: "The sidebar could not show this answer.", hint: String(error.message) };
    fill(this.#frame.status, errorView(shown, () => this.retry()));
    this.#emit("assist-failed", { code: shown.code, message: shown.message });
  }

  /** Takes what has arrived and draws the parts that it changes; a part that is the same is left alone. */
  #update(arrived) {
    Object.assign(this.#answer, arrived);
    const { draft, made_with: made, verdict, findings } = this.#answer;
    const questions = questionsOf(this.#answer);
    this.#notes = noteNumbers(draft ?? { sentences: questions });
    for (const [name, view] of Object.entries(VIEWS)) {
      const cited = COUNTED.includes(name) ? [...this.#notes.keys()] : null;
      if (this.#answer[name] !== undefined && this.#changed(name, [this.#answer[name], cited])) this.#draw(name, view);
    }
    if ((draft || this.#complete) && this.#changed("draft", [draft, questions, made?.generation, this.#answer.notes])) this.#drawDraft();
    if (this.#complete && !this.#answer.summary) this.#frame.put("summary", null);
    if (this.#complete && this.#changed("outline", [verdict, findings, made])) this.#outline();
  }

  #changed(name, value) {
    const text = JSON.stringify(value);
    if (this.#drawn.get(name) === text) return false;
    this.#drawn.set(name, text);
    return true;
  }

  #draw(name, view) {
    this.#frame.put(name, view(this.#answer, this.#ctx()), { count: COUNTED.includes(name) ? this.#answer[name]?.length : null });
  }

  #outline() {
    fill(this.#frame.verdict, verdictView(this.#answer));
    fill(this.#frame.findings, findingsView(this.#answer, this.#ctx()));
    const made = madeWithView(this.#answer);
    this.#frame.madeFold.hidden = made === null;
    fill(this.#frame.madeWith, made);
  }

  #drawDraft() {
    const { draft, made_with: made } = this.#answer;
    const sentences = draft?.sentences ?? questionsOf(this.#answer);
    this.#frame.name("draft", draft || !sentences.length ? "Reply" : "Question for the customer");
    if (!sentences.length) {
      this.#draft = null;
      this.#frame.put("draft", h("p", { class: "quiet" }, "No reply was drafted: the verdict says why."));
      return;
    }
    const kept = this.#edits.get(this.#editKey(sentences));
    this.#draft = new DraftView({ sentences, madeBy: draft?.made_by ?? made?.writer ?? "extractive", generation: made?.generation, isQuestion: !draft, kept, notes: [...(draft?.notes ?? []), ...(this.#answer.notes ?? [])], usage: this.#answer.usage }, this.#ctx(sentences));
    this.#frame.put("draft", this.#draft.element);
  }

  #ctx(sentences = []) {
    return {
      ticket: this.#ticket,
      notes: this.#notes,
      announce: (text) => this.#announce(text),
      emit: (name, detail) => this.#emit(name, detail),
      showSource: (evidence) => this.#showSource(evidence),
      isInternal: (evidence) => this.#isInternal(evidence),
      leaveOut: (index) => this.#leaveOut(sentences, index),
      onEvidence: (evidence) => this.#light(evidence),
      onEdit: (text) => this.#edited(sentences, text),
    };
  }

  /** An edit belongs to the ticket and the draft it was made on; a new draft starts clean. */
  #editKey(sentences) {
    return JSON.stringify([this.#ticket?.id, sentences.map(({ text }) => text)]);
  }

  #edited(sentences, text) {
    if (text === undefined) this.#edits.delete(this.#editKey(sentences));
    else this.#edits.set(this.#editKey(sentences), text);
    this.#emit("draft-edited", { edited: text !== undefined });
  }

  #light(evidence) {
    for (const name of COUNTED) highlight(this.#frame.place(name), evidence);
    const message = evidence.find(({ kind }) => kind === "message");
    this.#emit("source-lit", { evidence: message ?? null });
  }

  /** Whether a customer may not see this source, as far as the page knows. */
  #isInternal({ kind, source }) {
    if (kind === "message") return (this.#ticket?.messages ?? []).some(({ id, public: open }) => id === source && open === false);
    const found = COUNTED.flatMap((name) => this.#answer[name] ?? []).find(({ chunk_id: id }) => id === source);
    return kind === "passage" && found?.quotable === false;
  }

  async #leaveOut(sentences, index) {
    if (!this.#refining) return;
    await this.#refining.turn(leaveOutTurn(sentences, index));
    this.#draft?.pointTo(index);
  }

  #showSource(evidence) {
    if (evidence.kind !== "passage") {
      if (this.#emit("source-shown", { evidence })) this.#source.show(evidence, this.#ticket);
      return;
    }
    const card = COUNTED.map((name) => highlight(this.#frame.place(name), [evidence])).find(Boolean);
    card?.scrollIntoView({ block: "center" });
    card?.focus({ preventScroll: true });
  }

  #key(event) {
    if (this.#source.element.open || (this.#help.element.open && event.key !== "?")) return;
    const action = actionFor(event, this.#help);
    const done = action && this.#act(action);
    if (done) event.preventDefault();
  }

  #act(action) {
    if (action === "help") return this.#help.toggle(), true;
    if (["undo", "redo", "ask"].includes(action)) return this.#steer(action);
    if (!this.#draft) return false;
    if (action === "escape") return this.#draft.escape();
    if (action === "copy") this.#draft.copy();
    else if (action === "edit") this.#draft.toggleEdit();
    else if (action === "leaveOut") this.#draft.leaveOut();
    else this.#draft.move(action === "next" ? 1 : -1);
    return true;
  }

  #steer(action) {
    if (!this.#refining) return false;
    if (action === "ask") this.#refining.bar.focus();
    else this.#refining[action]();
    return true;
  }

  #announce(text) {
    this.#frame.live.textContent = text;
  }

  #emit(name, detail) {
    const about = { ticket_id: this.#ticket?.id ?? null, request_id: this.#answer.request_id ?? null };
    return this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, cancelable: true, detail: { ...about, ...detail } }));
  }

  #showWhenStyled(links) {
    this.#frame.element.hidden = true;
    const loaded = links.map((link) => new Promise((done) => {
      link.addEventListener("load", done);
      link.addEventListener("error", done);
    }));
    Promise.all(loaded).then(() => { this.#frame.element.hidden = false; });
  }
}

/** What to ask instead of a reply, sentence by sentence; an older server sends it as one. */
function questionsOf({ question, questions }) {
  return questions ?? (question ? [question] : []);
}

/** What of a written reply takes the place of the answer's own. */
function shownOf({ text, question, questions, verdict, findings, made_with: made, timings_ms: timings, usage, notes }) {
  return { draft: draftOf(text), question, questions, verdict, findings, made_with: made, timings_ms: timings, usage, notes };
}

/** Footnote numbers for the passages that a draft cites, in the order of their first use. */
function noteNumbers({ sentences }) {
  const sources = sentences.flatMap(({ evidence }) => evidence).filter(({ kind }) => kind === "passage").map(({ source }) => source);
  return new Map([...new Set(sources)].map((source, n) => [source, n + 1]));
}

customElements.define("draftdesk-sidebar", DraftdeskSidebar);
