// The page's line to the hotline: loads the cryptography and the peer, keeps the rhythm, and goes on trying.
//
// From the moment the cryptography is there one request goes out at each beat, whatever she does or does not do. What
// fails for want of a connection is tried again for as long as the page is open.

/** @typedef {import("../peer/caller.js").Caller} Caller */
/** @typedef {import("../peer/caller.js").Prepared} Prepared */
/** @typedef {import("../peer/post.js").Post} Post */

/** @typedef {{ answers: Record<string, unknown>, parts: string[], names: { role: string, name: string }[],
 *   callback: string | null }} Order */

const AGAIN_SECONDS = 3;
const IDLE_SECONDS = 0.2;
const PASSING = ["NotConnected", "ServerTrouble", "Busy", "NoDirectory"];

export class Line {
  /** @type {Caller | null} */
  caller = null;
  /** Whether the last request was answered. */
  connected = true;
  /** What went wrong for good. @type {Error | null} */
  trouble = null;
  /** Whether something of hers is under way and held up. */
  heldUp = false;
  #rootPk;
  #changed;
  #ended = false;
  #tasks = 0;
  /** @type {Post | null} */
  #post = null;
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
   * @param {() => void} changed called whenever there is something new to show
   */
  constructor(rootPk, changed) {
    this.#rootPk = rootPk;
    this.#changed = changed;
    this.#ready().catch(() => null);
    this.#beat();
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
      this.caller = await Peer.start(post, this.#rootPk, prepared);
    }).catch((error) => {
      this.#beginning = null;
      throw error;
    });
    return this.#beginning;
  }

  /** Open the case; once it stands, the rest of her words. Sending again sends once. @param {Order} order */
  send({ answers, parts: [first = "", ...rest], names, callback }) {
    return this.#task(async () => {
      await this.#ready();
      const caller = this.#now();
      await this.#until(() => (caller.case ? caller.settle() : caller.open(answers, first, names, callback)));
      const said = new Set(caller.thread().map((entry) => entry.text));
      for (const part of rest) if (!said.has(part)) await this.#say(part);
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
    this.caller = this.#post = this.#prepared = null;
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
      const { Caller: Peer, prepare } = await this.#until(() => import("../peer/caller.js"), ["TypeError"]);
      const { Post: Office } = await import("../peer/post.js");
      this.#Caller = Peer;
      const post = new Office(location.origin);
      this.#post = post;
      const prepared = await this.#until(() => prepare(post, rootPk));
      this.#prepared = prepared;
      this.caller = await Peer.start(post, rootPk, prepared);
      this.#changed();
    } catch (error) {
      this.#fail(error);
      throw error;
    }
  }

  async #beat() {
    while (!this.#ended) {
      const caller = this.caller;
      if (this.#tasks > 0 || caller === null) await this.#pause(IDLE_SECONDS);
      else if (!(await this.#listen(caller))) return;
    }
  }

  /** One beat; false when there is no sense in another. @param {Caller} caller */
  async #listen(caller) {
    try {
      await caller.beat();
      this.#seen(true);
    } catch (error) {
      if (this.#ended) return false;
      if (passing(error)) this.#seen(false);
      else this.#fail(error);
      await this.#pause(AGAIN_SECONDS);
      return nameOf(error) !== "OldVault";
    }
    this.#changed();
    return true;
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
    this.trouble = null;
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
        this.#seen(true);
        return result;
      } catch (error) {
        if (this.#ended || !(passing(error) || also.includes(nameOf(error)))) throw error;
        this.heldUp = true;
        this.#seen(false);
        await this.#pause(AGAIN_SECONDS);
      }
    }
  }

  /** @param {boolean} connected */
  #seen(connected) {
    const news = this.connected !== connected;
    this.connected = connected;
    if (news || !connected) this.#changed();
  }

  /** @param {unknown} error */
  #fail(error) {
    if (this.#ended) return;
    this.heldUp = false;
    this.trouble = error instanceof Error ? error : new Error("unknown");
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
