// The page's line to the hotline: loads the cryptography and the peer, keeps the rhythm, and goes on trying.
//
// From the moment the cryptography is there one request goes out at each beat, whatever she does or does not do, also
// while a code is being stretched. All that is ever loaded is asked for before the first of them. What fails for want of
// a connection is tried again for as long as the page is open.

import { library } from "../../../crypto/js/library.js";
import { hashOf, reasonFor } from "../shared/listed.js";

/** @typedef {import("../peer/caller.js").Caller} Caller */
/** @typedef {import("../peer/prepare.js").Prepared} Prepared */
/** @typedef {import("../peer/post.js").Post} Post */
/** @typedef {import("../../triage/js/evaluate.js").Pack} Pack */

/** @typedef {{ answers: Record<string, unknown>, dates: Record<string, string>, parts: string[], names: { role: string, name: string }[],
 *   callback: string | null }} Order */

export const STEPS = 3; // the cryptography, the directory, the code
const AGAIN_SECONDS = 3;
const IDLE_SECONDS = 0.2;
const PASSING = ["NotConnected", "ServerTrouble", "Busy", "NoDirectory", "NotLoaded"];

export class Line {
  /** @type {Caller | null} */
  caller = null;
  /** Why the last request brought nothing; null when it was answered. @type {Error | null} */
  hindrance = null;
  /** Whether something of hers is under way and held up. */
  heldUp = false;
  /** How many of STEPS are done on the way to a code. */
  step = 0;
  #rootPk;
  #pack;
  #changed;
  /** @type {Error | null} */
  #trouble = null;
  #ended = false;
  #tasks = 0;
  /** @type {Post | null} */
  #post = null;
  /** @type {ReturnType<typeof import("../../../crypto/js/workers.js").startStretcher> | null} */
  #stretcher = null;
  /** @type {Prepared | null} */
  #prepared = null;
  /** @type {Promise<void> | null} */
  #beginning = null;
  /** @type {(() => void) | null} */
  #hurry = null;
  /** @type {typeof import("../peer/caller.js").Caller | null} */
  #Caller = null;

  /**
   * @param {Uint8Array} rootPk
   * @param {Promise<Pack>} pack
   * @param {() => void} changed called whenever there is something new to show
   */
  constructor(rootPk, pack, changed) {
    this.#rootPk = rootPk;
    this.#pack = pack;
    this.#changed = changed;
    this.#ready().catch(() => null);
    this.#beat();
  }

  /** What went wrong for good; above all that the server cannot be relied on. */
  get trouble() {
    return this.caller?.stopped ?? this.#trouble;
  }

  /** Whether the last request was answered. */
  get connected() {
    return this.hindrance === null;
  }

  /** Whether this browser can run the cryptography the usual way. */
  static get slow() {
    return typeof WebAssembly !== "object";
  }

  /**
   * Who comes with a code of her own, and whatever was interrupted done to its end. `adopt` her to go on as her.
   * @param {string} typed
   * @param {string} language
   * @returns {Promise<Caller>}
   */
  comeBack(typed, language) {
    return this.#task(async () => {
      await this.#ready();
      const { Peer, post, prepared } = this.#tools();
      return this.#until(() => Peer.comeBack(post, this.#rootPk, typed, language, prepared));
    });
  }

  /**
   * The first word of what was typed that no code can have; null when there is none.
   * @param {string} typed
   */
  async strangeWord(typed) {
    const [{ strangeWord }, { lists }] = await Promise.all([
      import("../../../crypto/js/codename.js"), // which is here already, and not asked for again
      this.#tools().prepared.files,
    ]);
    return strangeWord(typed, lists.values());
  }

  /** @param {Caller} caller */
  adopt(caller) {
    this.caller = caller;
    this.#changed();
  }

  /** A new code in place of the one that is erased or left. Until it is made there is none. */
  startAnew() {
    this.caller = null;
    this.#beginning = this.#task(async () => {
      const { Peer, post, prepared } = this.#tools();
      this.caller = await this.#until(() => Peer.start(post, this.#rootPk, prepared));
    }).catch((error) => {
      this.#beginning = null;
      throw error;
    });
    return this.#beginning;
  }

  /** Open the case, with all her words. Sending again sends once. @param {Order} order */
  send({ answers, dates, parts: [first = "", ...rest], names, callback }) {
    return this.#task(async () => {
      await this.#ready();
      const caller = this.#now();
      const open = () => caller.open(answers, first, names, callback, dates, rest);
      await this.#until(() => (caller.case ? caller.settle() : open()));
    });
  }

  /** @param {string} text */
  reply(text) {
    return this.#task(() => this.#say(text));
  }

  erase() {
    return this.#task(() => this.#until(() => this.#now().eraseEverything()));
  }

  /** Try now what waits for a connection. */
  hurry() {
    this.#hurry?.();
  }

  /** Forget everything and let go of the server. */
  end() {
    this.#ended = true;
    this.caller?.end();
    this.#post?.close();
    this.#stretcher?.end();
    this.caller = this.#post = this.#prepared = this.#stretcher = null;
  }

  /** Once a code of her own is made; begins anew when that has failed. */
  #ready() {
    this.#beginning ??= this.#begin().catch((error) => {
      this.#beginning = null;
      throw error;
    });
    return this.#beginning;
  }

  async #begin() {
    try {
      const rootPk = this.#rootPk;
      const { Peer, prepare, post, stretcher } = await this.#until(() => this.#load(), ["TypeError"]);
      this.#Caller = Peer;
      this.#reached(1);
      const prepared = await prepare(post, rootPk, stretcher, (step) => this.#until(step), this.#pack);
      this.#prepared = prepared;
      this.#reached(2);
      this.caller = await this.#until(() => Peer.start(post, rootPk, prepared));
      this.#reached(STEPS);
    } catch (error) {
      this.#fail(error);
      throw error;
    }
  }

  /** As `#modules`. NotAsListed when one was changed on the way, which no second try mends. */
  async #load() {
    try {
      return await this.#modules();
    } catch (error) {
      throw error instanceof TypeError ? await reasonFor(error) : error;
    }
  }

  /**
   * The cryptography and the peer; the Worker that stretches loads its own at the same time. The library comes before all
   * that needs it, which could only wait for it and not say that there is no connection. TypeError; may be called again.
   */
  async #modules() {
    const { startStretcher } = await import("../../../crypto/js/workers.js");
    this.#stretcher ??= startStretcher();
    await library();
    const [{ Caller: Peer }, { prepare }, { Post: Office }] = await Promise.all([
      import("../peer/caller.js"),
      import("../peer/prepare.js"),
      import("../peer/post.js"),
    ]);
    if (this.#ended) throw new Error("she has left");
    this.#post ??= new Office(location.origin, hashOf);
    return { Peer, prepare, post: this.#post, stretcher: this.#stretcher };
  }

  async #beat() {
    while (!this.#ended) {
      if (!this.#post?.rhythm) await this.#pause(IDLE_SECONDS);
      else await this.#listen(this.#post, this.caller);
    }
  }

  /**
   * One beat. While she is busy, or nothing more may be sent, one that nothing of hers takes.
   * @param {Post} post
   * @param {Caller | null} caller
   */
  async #listen(post, caller) {
    try {
      await (this.#tasks > 0 || caller === null || caller.stopped ? post.idle() : caller.beat());
      if (!this.heldUp) this.#seen(null); // what holds up a task of hers stays to be seen until it gets on
    } catch (error) {
      if (passing(error)) this.#seen(error);
      else this.#fail(error);
      if (!this.#ended) await this.#pause(AGAIN_SECONDS);
    }
    this.#changed();
  }

  /** @param {string} text */
  async #say(text) {
    const caller = this.#now();
    let said = false;
    await this.#until(() => {
      if (said) return caller.settle();
      said = true;
      return caller.reply(text);
    });
  }

  #tools() {
    const [Peer, post, prepared] = [this.#Caller, this.#post, this.#prepared];
    if (!Peer || !post || !prepared) throw new Error("not ready");
    return { Peer, post, prepared };
  }

  #now() {
    if (this.caller === null) throw new Error("not ready");
    return this.caller;
  }

  /** @template T @param {() => Promise<T>} task */
  async #task(task) {
    this.#tasks += 1;
    this.#trouble = null;
    try {
      return await task();
    } catch (error) {
      this.#fail(error);
      throw error;
    } finally {
      this.#tasks -= 1;
      this.#changed();
    }
  }

  /**
   * Do it again until there is an answer.
   * @template T
   * @param {() => Promise<T>} step
   * @param {readonly string[]} also further names of failures that pass
   * @returns {Promise<T>}
   */
  async #until(step, also = []) {
    for (;;) {
      try {
        const result = await step();
        this.heldUp = false;
        this.#seen(null);
        return result;
      } catch (error) {
        if (this.#ended || !(passing(error) || also.includes(nameOf(error)))) throw error;
        this.heldUp = true;
        this.#seen(error);
        await this.#pause(AGAIN_SECONDS);
      }
    }
  }

  /** @param {number} step */
  #reached(step) {
    this.step = step;
    this.#changed();
  }

  /** @param {unknown} hindrance null for an answer */
  #seen(hindrance) {
    const before = this.hindrance;
    this.hindrance = hindrance instanceof Error ? hindrance : null;
    if (before !== this.hindrance) this.#changed();
  }

  /** @param {unknown} error */
  #fail(error) {
    if (this.#ended) return;
    this.heldUp = false;
    this.#trouble = error instanceof Error ? error : new Error(String(error));
    this.#changed();
  }

  /** @param {number} seconds */
  #pause(seconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, seconds * 1000);
      this.#hurry = () => {
        clearTimeout(timer);
        resolve(null);
      };
    });
  }
}

/** @param {unknown} error */
export function nameOf(error) {
  return error instanceof Error ? error.name : "";
}

/** @param {unknown} error */
function passing(error) {
  return PASSING.includes(nameOf(error));
}
