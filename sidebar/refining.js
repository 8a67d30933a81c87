/** One text under the agent's hand: the bar, the history, and asking the server for the next state. */

import { writeText } from "./api.js";
import { History } from "./history.js";
import { SteerBar } from "./sections/steer_bar.js";
import { LIMITS, noSteering } from "./steering.js";

export class Refining {
  #running = null;

  /**
   * `host` holds `ticket()`, `base()`, `announce(text)`, `show(state)`, perhaps `failed()`, and `edited()` (whether the agent has edited the
   * text that is shown). A state is `{steering, written, keptEdit}`.
   */
  constructor(kind, host, { name = "reply", languages = [], before = () => null } = {}) {
    Object.assign(this, { kind, host, before });
    this.history = new History();
    this.bar = new SteerBar(
      { turn: (words) => this.turn(words), untake: (n) => this.untake(n), change: (values) => this.ask(values), undo: () => this.undo(), redo: () => this.redo() },
      { name, languages },
    );
  }

  get steering() {
    return this.history.current?.steering ?? noSteering();
  }

  /** The text as it was first written. */
  start(written, steering = noSteering()) {
    this.history.push({ steering, written, keptEdit: false });
    this.#show();
  }

  /** Goes on where the agent left this text; `written` is what the first state is now. */
  resume(history, written) {
    history.first.written = written;
    this.history = history;
    this.#show();
  }

  turn(words) {
    if (/^(undo|redo)[.!]?$/i.test(words)) return /^u/i.test(words) ? this.undo() : this.redo();
    const { turns } = this.steering;
    if (turns.length >= LIMITS.turns) return this.bar.fail({ message: `There are ${LIMITS.turns} changes already.`, hint: "Take one back first." });
    return this.ask({ turns: [...turns, words] });
  }

  untake(n) {
    return this.ask({ turns: this.steering.turns.toSpliced(n, 1) });
  }

  /** Has the text written with these values changed. What is shown stays until the answer is there. */
  async ask(values) {
    this.stop();
    const running = new AbortController();
    this.#running = running;
    const steering = { ...this.steering, ...values };
    const keptEdit = this.host.edited?.() ?? false;
    this.bar.show({ ...this.#ways(), steering, busy: true });
    this.host.announce("Writing");
    try {
      const before = this.#before();
      const written = await writeText(this.kind, this.host.ticket(), { steering, before, base: this.host.base(), signal: running.signal });
      if (running.signal.aborted) return;
      this.history.push({ steering, written, keptEdit });
      this.#show();
      this.host.announce(this.#said(written));
    } catch (error) {
      if (running.signal.aborted) return;
      this.bar.show({ ...this.#ways(), steering: this.steering });
      this.bar.fail({ message: error.message, hint: error.hint });
      this.host.failed?.();
    }
  }

  undo() {
    if (this.history.undo()) this.#back("Undone");
  }

  redo() {
    if (this.history.redo()) this.#back("Done again");
  }

  stop() {
    this.#running?.abort();
  }

  #back(said) {
    this.stop();
    this.#show();
    this.host.announce(said);
  }

  #show() {
    const { steering, keptEdit } = this.history.current;
    this.bar.show({ ...this.#ways(), steering, keptEdit });
    this.host.show(this.history.current);
  }

  #ways() {
    return { canUndo: this.history.canUndo, canRedo: this.history.canRedo };
  }

  /** What a model wrote is changed as it stands; what was selected is selected again. */
  #before() {
    const text = this.before(this.history.current?.written);
    return text && !text.made_by.startsWith("extractive") ? text : null;
  }

  #said({ text, notes = [] }) {
    const told = [...(text?.notes ?? []), ...notes].filter(({ code }) => code.startsWith("turn_"));
    return told.length ? told.at(-1).text : text ? "Text ready" : "No text: see the verdict";
  }
}
