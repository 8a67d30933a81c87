/** What was written so far, with the way back and forth. A new state forgets what was undone. */

export class History {
  #states = [];
  #at = -1;

  get current() {
    return this.#states[this.#at] ?? null;
  }

  get first() {
    return this.#states[0] ?? null;
  }

  get canUndo() {
    return this.#at > 0;
  }

  get canRedo() {
    return this.#at < this.#states.length - 1;
  }

  push(state) {
    this.#states.splice(this.#at + 1, Infinity, state);
    this.#at = this.#states.length - 1;
  }

  /** The state before, or null where there is none. */
  undo() {
    if (!this.canUndo) return null;
    this.#at -= 1;
    return this.current;
  }

  /** The state that was undone last, or null. */
  redo() {
    if (!this.canRedo) return null;
    this.#at += 1;
    return this.current;
  }
}
