// Exchanges of one conversation after another, for whoever keeps conversations in a state.

import { encodeKey } from "../../../crypto/js/directory.js";
import { ERASE_WITH_EXCHANGE } from "../../../crypto/js/sizes.js";
import { Turn } from "./turn.js";

/** @typedef {import("./conversation.js").Address} Address */
/** @typedef {import("./conversation.js").Cell} Cell */
/** @typedef {import("./conversation.js").Conversation} Conversation */
/** @typedef {import("./post.js").Post} Post */

/**
 * Sends what is unsent, reads what has come, erases what was read.
 * @template {import("./state.js").Remembered} S
 */
export class Talk {
  /** @type {Map<string, number>} */
  #inDoubt = new Map(); // own addresses found taken, by conversation
  #turn = new Turn();

  /**
   * @param {Post} post
   * @param {import("./state.js").State<S>} state
   */
  constructor(post, state) {
    this.post = post;
    this.state = state;
  }

  /**
   * Whether there is something to send or erase.
   * @param {Conversation} conversation
   */
  due(conversation) {
    const doubtful = this.#inDoubt.has(encodeKey(conversation.root));
    return conversation.unsent() !== null || conversation.erase.length > 0 || doubtful;
  }

  /**
   * One exchange, after which what it changed is noted; `receive` is the step that reads.
   *
   * One at a time, and nothing is unsaved when it begins: a cell tells of the state that stands on the shelf.
   * @template T
   * @param {(state: S) => Conversation} of
   * @param {(state: S, cells: readonly Cell[]) => T[]} receive
   * @param {readonly Address[]} heads
   * @returns {Promise<T[]>}
   */
  once(of, receive, heads = []) {
    return this.#turn.run(async () => {
      await this.state.save();
      return this.#once(of, receive, heads);
    });
  }

  /**
   * @template T
   * @param {(state: S) => Conversation} of
   * @param {(state: S, cells: readonly Cell[]) => T[]} receive
   * @param {readonly Address[]} heads
   * @returns {Promise<T[]>}
   */
  async #once(of, receive, heads) {
    const conversation = of(this.state.now);
    const root = encodeKey(conversation.root);
    const doubt = this.#inDoubt.get(root);
    const outgoing = doubt === undefined ? conversation.unsent() : null;
    const down = conversation.down(heads);
    if (doubt !== undefined) down[1] = conversation.ownAddress(doubt);
    const up = outgoing && conversation.seal(outgoing);
    const erase = conversation.gone().slice(0, ERASE_WITH_EXCHANGE);
    const done = await this.post.exchange(up, down, erase);
    if (doubt !== undefined) {
      await this.state.note((state) => of(state).verifyTaken(doubt, done.cells));
      this.#inDoubt.delete(root);
    }
    if (outgoing && done.taken) this.#inDoubt.set(root, outgoing.index);
    else if (outgoing && done.sent) await this.state.note((state) => of(state).markSent(outgoing.index));
    if (erase.length > 0) await this.state.note((state) => of(state).erased(erase), false);
    if (done.cells.length === 0 && !conversation.ahead) return [];
    return this.state.note(
      (state) => receive(state, done.cells),
      (received) => received.length > 0,
    );
  }

  /**
   * Exchange until nothing is due and nothing more comes; what was read stands on the shelf. One at a time.
   * @template T
   * @param {(state: S) => Conversation} of
   * @param {(state: S, cells: readonly Cell[]) => T[]} receive
   */
  async drain(of, receive) {
    const received = [];
    for (let more = true; more; ) {
      const fresh = await this.once(of, receive);
      received.push(...fresh);
      more = fresh.length > 0 || this.due(of(this.state.now));
    }
    await this.state.save();
    return received;
  }
}
