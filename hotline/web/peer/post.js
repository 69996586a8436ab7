// Speaks HTTP with the blind post office, and knows nothing of what it carries. docs/protocol.md, 6 and 7.
//
// A request that may have been lost on the way is sent again with the very same bytes, so that it counts once. A stamp
// is of the server's hour, as the last answer told it; one that the server finds too light or too old is minted again,
// three times at most. No other file calls `fetch`.

import { concat, equal, fill } from "../../../crypto/js/bytes.js";
import { readSlots } from "../../../crypto/js/case.js";
import { follows, verifyFile } from "../../../crypto/js/directory.js";
import { ExpiredDirectory, OlderDirectory, ProtocolError } from "../../../crypto/js/errors.js";
import { nothing, number, u16, u32 } from "../../../crypto/js/hashing.js";
import * as sizes from "../../../crypto/js/sizes.js";
import { DONE, FRAME, FRAME_PREFIX, REFUSED, STAMP, TAKEN } from "../../../crypto/js/sizes.js";
import { BITS_AT_MOST, mint, workKey } from "../../../crypto/js/stamp.js";
import * as wire from "../../../crypto/js/wire.js";
import {
  Busy,
  LinkWrong,
  NoCoordinator,
  NoDirectory,
  NotConnected,
  NotFollowing,
  NotMember,
  Refused,
  ServerTrouble,
} from "./errors.js";
import { sleep } from "./rhythm.js";

/** @typedef {import("../../../crypto/js/conversation.js").Cell} Cell */
/** @typedef {import("../../../crypto/js/directory.js").Directory} Directory */
/** @typedef {import("../../../crypto/js/case.js").VisibleSlot} VisibleSlot */
/** @typedef {import("./rhythm.js").Rhythm} Rhythm */

/**
 * What an exchange brought: whether the cell that went up stands as sent, or another does, and what came down.
 * @typedef {Readonly<{ sent: boolean, taken: boolean, cells: readonly Cell[] }>} Exchanged
 */

/**
 * A vault as it stands.
 * @typedef {Readonly<{ version: number, lock: Uint8Array, ciphertext: Uint8Array }>} Sealed
 */

/**
 * Version and hash of a directory already seen.
 * @typedef {Readonly<{ version: number, hash: Uint8Array }>} Known
 */

export const BACKOFF_SECONDS = Object.freeze([0.1, 0.3, 1.0, 3.0]);
export const STAMPS_AT_MOST = 3;
export const FIRST_BITS = Object.freeze(/** @type {const} */ ([8, 12]));
export const SECONDS_OF_AN_HOUR = 3600;
export const STALE_SECONDS = 1.1; // a web process may show a directory that was replaced up to a second ago
export const PATIENCE_SECONDS = 30;

const KEPT = /^\/kept\/[0-9a-f]{32}/; // before the paths of files that members' browsers keep: pages.py
const BELOW = KEPT.exec(new URL(import.meta.url).pathname)?.[0] ?? "";
const NO_ADDRESS = "This is no address of a hotline. It looks like https://hotline.example";

/**
 * A bucket's cases, those that somebody holds now, and how often they were claimed, and accepted, in all.
 * @typedef {Readonly<{ bucket: number, cases: number, held: number, claims: number, accepted: number }>} Shelf
 */

/** One second of `watch`: buckets with something new, and the first two bytes of addresses just written. */
export class Frame {
  #prefixes;

  /** @param {Uint8Array} octets */
  constructor(octets) {
    const split = sizes.FRAME_BUCKETS * sizes.U16;
    this.buckets = new Set(numbers(octets.subarray(0, split)).filter((bucket) => bucket !== 0));
    this.#prefixes = new Set(numbers(octets.subarray(split)));
  }

  /**
   * Whether something may have been written at this address.
   * @param {sizes.Address} address
   */
  names(address) {
    return this.#prefixes.has(number(address.subarray(0, FRAME_PREFIX)));
  }
}

/** One server. `carry` and `watch` alone touch the network. A caller has one of her own, with a rhythm. */
export class Post {
  #clock;
  #hashOf;
  #serverHour = 0;
  /** @type {readonly [number, number]} */
  #bits = FIRST_BITS;
  /** @type {Set<AbortController>} */
  #open = new Set();
  #closed = false;

  /**
   * @param {string} url the origin, as `location.origin` has it
   * @param {(path: string) => string} hashOf what a file must be, as `fetch` takes it; empty where nothing is listed
   * @param {() => number} clock seconds since 1970
   */
  constructor(url, hashOf = () => "", clock = () => Date.now() / 1000) {
    if (!/^https?:\/\//.test(url)) throw new LinkWrong(NO_ADDRESS);
    this.url = url.replace(/\/+$/, "");
    /** @type {Rhythm | null} */
    this.rhythm = null;
    this.#hashOf = hashOf;
    this.#clock = clock;
  }

  /** Let go of all connections, and of the stamp that is being minted. */
  close() {
    this.#closed = true;
    for (const one of this.#open) one.abort();
  }

  /** Seconds since 1970: the later of the device's clock and the server's hour. */
  now() {
    return Math.max(this.#clock(), this.#serverHour * SECONDS_OF_AN_HOUR);
  }

  /**
   * The hour that is now.
   * @returns {sizes.Hour}
   */
  hour() {
    return Math.floor(this.now() / SECONDS_OF_AN_HOUR);
  }

  /**
   * Begin with the stamps that the directory asks for; every answer says what is wanted from then on.
   * @param {Directory} directory
   */
  learn(directory) {
    const [exchangeBits = 0, otherBits = 0] = directory.policy.bits;
    this.#bits = [exchangeBits, otherBits];
  }

  /**
   * One request, one answer: HTTP status and bytes. NotConnected when none came.
   * @param {"GET" | "POST"} method
   * @param {string} path
   * @param {Uint8Array} body
   * @returns {Promise<readonly [number, Uint8Array]>}
   */
  async carry(method, path, body) {
    const patience = this.#patience();
    try {
      const answer = await this.#fetch(method, path, body, patience.signal);
      return [answer.status, new Uint8Array(await answer.arrayBuffer())];
    } catch {
      throw new NotConnected();
    } finally {
      patience.end();
    }
  }

  /**
   * One operation on the one path. Any status but "stamp" comes back.
   * @param {number} op
   * @param {Uint8Array} payload
   */
  async send(op, payload) {
    return (await this.#stamped("/post", op, filled(payload), sizes.ANSWER)).answer;
  }

  /**
   * At most one cell up, two addresses to read, two to erase, all of one conversation.
   *
   * Refused after an answer was lost: the same bytes had been stored, and whoever read them has erased them.
   * @param {Cell | null} up
   * @param {readonly sizes.Address[]} down
   * @param {readonly sizes.Address[]} erase
   * @returns {Promise<Exchanged>}
   */
  async exchange(up = null, down = [], erase = []) {
    const body = filled(wire.exchange(up, down, erase));
    const { answer, lost } = await this.#stamped("/post", sizes.EXCHANGE, body, sizes.ANSWER);
    if (answer.status === REFUSED) {
      if (up === null || !lost) throw new Refused();
      return Object.freeze({ sent: true, taken: false, cells: [] });
    }
    const cells = wire.exchanged(answer, down).flatMap((cell) => (cell === null ? [] : [cell]));
    return Object.freeze({ sent: up !== null && answer.status === DONE, taken: answer.status === TAKEN, cells });
  }

  /** As the least that an exchange can be, at a beat that nothing else has taken: nobody can tell what is under way. */
  async idle() {
    await this.#stamped("/post", sizes.EXCHANGE, filled(wire.exchange(null, [], [])), sizes.ANSWER, true);
  }

  /**
   * The vault as it stands, or null.
   * @param {sizes.Address} address
   * @param {number} sizeBytes
   * @returns {Promise<Sealed | null>}
   */
  async readVault(address, sizeBytes = sizes.CALLER_VAULT) {
    const layout = sizeBytes === sizes.CALLER_VAULT ? sizes.READ_ANSWER : sizes.RESPONDER_READ_ANSWER;
    const body = sizes.READ_REQUEST.pack({ address });
    const answer =
      sizeBytes === sizes.CALLER_VAULT
        ? await this.send(sizes.READ, body)
        : (await this.#stamped("/vault", sizes.READ, body, sizes.ANSWER_HEAD + layout.size)).answer;
    if (answer.status !== DONE) return null;
    const { version, lock, ciphertext } = wire.unpackAnswer(answer, layout);
    return Object.freeze({ version: number(version), lock, ciphertext });
  }

  /**
   * Whether this write, made by crypto/js/vault.js, now stands; false when another did first, or it is refused.
   * @param {Uint8Array} payload
   * @param {number} sizeBytes
   */
  async writeVault(payload, sizeBytes = sizes.CALLER_VAULT) {
    const answer =
      sizeBytes === sizes.CALLER_VAULT
        ? await this.send(sizes.WRITE, payload)
        : (await this.#stamped("/vault", sizes.WRITE, payload, sizes.ANSWER_HEAD)).answer;
    return answer.status === DONE;
  }

  /**
   * All slots of a bucket that became visible in this hour or later. NotMember when the secret has changed.
   * @param {Uint8Array} secret
   * @param {number} bucket
   * @param {sizes.Hour} since
   * @returns {Promise<readonly VisibleSlot[]>}
   */
  async slots(secret, bucket, since) {
    const body = sizes.SLOTS_REQUEST.pack({ secret, bucket: u16(bucket), since: u32(since) });
    const { status, octets } = await this.#deliver("POST", "/slots", body);
    if (status === 403) throw new NotMember();
    return readSlots(sound(status, octets));
  }

  /**
   * How much stands in a bucket, and what was done with it. NotMember when the secret has changed.
   * @param {Uint8Array} secret
   * @param {number} bucket
   * @returns {Promise<Shelf>}
   */
  async shelf(secret, bucket) {
    const body = sizes.SHELF_REQUEST.pack({ secret, bucket: u16(bucket) });
    const { status, octets } = await this.#deliver("POST", "/shelf", body);
    if (status === 403) throw new NotMember();
    const { cases, held, claims, accepted } = read(() => sizes.SHELF_ANSWER.unpack(sound(status, octets)));
    return Object.freeze({
      bucket,
      cases: number(cases),
      held: number(held),
      claims: number(claims),
      accepted: number(accepted),
    });
  }

  /**
   * A frame each second, until the connection ends (NotConnected).
   * @param {Uint8Array} secret
   * @returns {AsyncGenerator<Frame, void, void>}
   */
  async *watch(secret) {
    const patience = this.#patience();
    try {
      const answer = await quietly(this.#fetch("POST", "/watch", secret, patience.signal));
      if (answer.status === 403) throw new NotMember();
      const reader = answer.body?.getReader();
      /** @type {Uint8Array} */
      let left = new Uint8Array(0);
      while (reader) {
        const { done, value } = await quietly(reader.read());
        if (done) return;
        patience.begin();
        left = concat(left, value);
        for (; left.length >= FRAME; left = left.slice(FRAME)) yield new Frame(left.subarray(0, FRAME));
      }
    } finally {
      patience.abort();
    }
  }

  /** The signed file as the server shows it. NoDirectory while none is published. */
  async directoryFile() {
    const { status, octets } = await this.#deliver("GET", "/directory", new Uint8Array(0));
    if (status === 503) throw new NoDirectory();
    return sound(status, octets);
  }

  /**
   * Replace the directory. NotFollowing when this one does not follow the one that stands.
   * @param {Uint8Array} file
   */
  async publish(file) {
    const { status, octets } = await this.#deliver("POST", "/directory", file);
    if (status === 403) throw new NoCoordinator();
    if (status === 409) throw new NotFollowing();
    sound(status, octets);
  }

  /**
   * Whether this chunk stands at its address.
   * @param {Cell} chunk
   */
  async putChunk({ address, lock, ciphertext }) {
    const body = sizes.CHUNK_PUT_REQUEST.pack({ address, lock, chunk: ciphertext });
    const size = sizes.ANSWER_HEAD + sizes.CHUNK_ANSWER.size;
    return (await this.#stamped("/chunk", sizes.CHUNK_PUT, body, size)).answer.status === DONE;
  }

  /**
   * The chunk at an address, or null.
   * @param {sizes.Address} address
   * @returns {Promise<Cell | null>}
   */
  async takeChunk(address) {
    const body = fill(sizes.CHUNK_TAKE_REQUEST.pack({ address }), sizes.CHUNK_PUT_REQUEST.size);
    const size = sizes.ANSWER_HEAD + sizes.CHUNK_ANSWER.size;
    const { answer } = await this.#stamped("/chunk", sizes.CHUNK_TAKE, body, size);
    const { found, lock, chunk } = wire.unpackAnswer(answer, sizes.CHUNK_ANSWER);
    if (answer.status !== DONE || nothing(found)) return null;
    return Object.freeze({ address, lock, ciphertext: chunk });
  }

  /**
   * A file that the page is made of, such as a word list or a pack; what the Python twin reads from its package. One that
   * is not as listed does not come.
   * @param {string} path
   */
  async file(path) {
    const { status, octets } = await this.#deliver("GET", BELOW + path, new Uint8Array(0));
    return sound(status, octets);
  }

  /**
   * As `carry`, but again and again with the same bytes; `lost` says whether an answer may have been lost.
   * @param {"GET" | "POST"} method
   * @param {string} path
   * @param {Uint8Array} body
   */
  async #deliver(method, path, body) {
    let lost = false;
    for (const pause of [...BACKOFF_SECONDS, null]) {
      try {
        const [status, octets] = await this.carry(method, path, body);
        if (status < 500 || pause === null || path === "/directory") return { status, octets, lost };
      } catch (error) {
        if (!(error instanceof NotConnected) || pause === null || this.#closed) throw error;
      }
      lost = true;
      await sleep(pause ?? 0);
    }
    throw new NotConnected();
  }

  /**
   * @param {string} path
   * @param {number} op
   * @param {Uint8Array} body
   * @param {number} sizeBytes
   * @param {boolean} spare
   */
  async #stamped(path, op, body, sizeBytes, spare = false) {
    const key = workKey(op, body);
    for (let tries = 0; tries <= STAMPS_AT_MOST; tries += 1) {
      const [hour, bits] = [this.#serverHour || this.hour(), wire.bitsFor(op, ...this.#bits)];
      if (this.#closed) throw new NotConnected();
      const nonce = await mint(key, hour, bits, () => this.#closed);
      if (nonce === null) throw new NotConnected();
      const request = wire.stampedWith(op, body, hour, bits, nonce);
      await (spare ? this.rhythm?.spare() : this.rhythm?.beat());
      const { status, octets, lost } = await this.#deliver("POST", path, request);
      const answer = readAnswer(status, octets, sizeBytes);
      this.#bits = [answer.exchangeBits, answer.otherBits];
      this.#serverHour = answer.hour;
      if (answer.status !== STAMP) return { answer, lost };
    }
    throw new Busy();
  }

  /**
   * @param {"GET" | "POST"} method
   * @param {string} path
   * @param {Uint8Array} body
   * @param {AbortSignal} signal
   */
  #fetch(method, path, body, signal) {
    const ask = (/** @type {RequestCache} */ cache) =>
      fetch(this.url + path, {
        method,
        ...(body.length > 0 ? { body: /** @type {Uint8Array<ArrayBuffer>} */ (body), headers: OCTETS } : {}),
        integrity: this.#hashOf(path),
        cache,
        credentials: "omit",
        referrerPolicy: "no-referrer",
        redirect: "error",
        signal,
      });
    if (!KEPT.test(path)) return ask("no-store");
    return ask("default").catch(() => ask("reload")); // what the browser keeps may have been changed on its way
  }

  /** Gives up on an answer after a while without a sign of it; `begin` begins the while again. */
  #patience() {
    if (this.#closed) throw new NotConnected();
    const controller = new AbortController();
    this.#open.add(controller);
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const begin = () => {
      clearTimeout(timer);
      timer = setTimeout(() => controller.abort(), PATIENCE_SECONDS * 1000);
    };
    const end = () => {
      clearTimeout(timer);
      this.#open.delete(controller);
    };
    const abort = () => {
      end();
      controller.abort();
    };
    begin();
    return { signal: controller.signal, begin, end, abort };
  }
}

const OCTETS = Object.freeze({ "content-type": "application/octet-stream" });

/**
 * The directory, verified under this root; `known` is one already seen. DirectoryError.
 * @param {Post} post
 * @param {Uint8Array} rootPk
 * @param {Known | null} known
 */
export async function fetchDirectory(post, rootPk, known = null) {
  return (await fetchFile(post, rootPk, known)).directory;
}

/**
 * As `fetchDirectory`, with the file itself. A server may be a second behind: an older one is asked for twice.
 * @param {Post} post
 * @param {Uint8Array} rootPk
 * @param {Known | null} known
 */
export async function fetchFile(post, rootPk, known = null) {
  for (const last of [false, true]) {
    const file = await post.directoryFile();
    const directory = await verified(post, file, rootPk);
    try {
      if (known !== null) follows(directory, known.version, known.hash);
      post.learn(directory);
      return { file, directory };
    } catch (error) {
      if (last || !(error instanceof OlderDirectory)) throw error;
    }
    await sleep(STALE_SECONDS);
  }
  throw new OlderDirectory("the directory is older than one already seen");
}

/**
 * Verified at this hour. A device whose clock is behind learns the server's hour first.
 * @param {Post} post
 * @param {Uint8Array} file
 * @param {Uint8Array} rootPk
 */
async function verified(post, file, rootPk) {
  try {
    return verifyFile(file, rootPk, post.hour());
  } catch (error) {
    if (!(error instanceof ExpiredDirectory)) throw error;
    await post.exchange();
    return verifyFile(file, rootPk, post.hour());
  }
}

/**
 * Whether a directory is the very one that is known.
 * @param {Directory} directory
 * @param {Known | null} known
 */
export function isKnown(directory, known) {
  return known !== null && directory.version === known.version && equal(directory.hash, known.hash);
}

/** @param {Uint8Array} payload */
function filled(payload) {
  return fill(payload, sizes.REQUEST_PAYLOAD);
}

/**
 * @param {number} status
 * @param {Uint8Array} octets
 * @param {number} sizeBytes
 */
function readAnswer(status, octets, sizeBytes) {
  const answer = readSound(status, octets, sizeBytes);
  // Once taken for true, nothing could leave any more.
  if (Math.max(answer.exchangeBits, answer.otherBits) > BITS_AT_MOST) throw new ServerTrouble();
  return answer;
}

/**
 * @param {number} status
 * @param {Uint8Array} octets
 * @param {number} sizeBytes
 */
function readSound(status, octets, sizeBytes) {
  return read(() => wire.readAnswer(sound(status, octets), sizeBytes));
}

/**
 * What an answer says; ServerTrouble for one that cannot be read.
 * @template T
 * @param {() => T} reading
 */
function read(reading) {
  try {
    return reading();
  } catch (error) {
    throw error instanceof ProtocolError ? new ServerTrouble() : error;
  }
}

/**
 * @param {number} status
 * @param {Uint8Array} octets
 */
function sound(status, octets) {
  if (status < 200 || status >= 300) throw new ServerTrouble();
  return octets;
}

/**
 * @template T
 * @param {Promise<T>} step
 * @returns {Promise<T>}
 */
async function quietly(step) {
  try {
    return await step;
  } catch {
    throw new NotConnected();
  }
}

/** @param {Uint8Array} octets */
function numbers(octets) {
  return Array.from({ length: octets.length / sizes.U16 }, (_, at) =>
    number(octets.subarray(at * sizes.U16, (at + 1) * sizes.U16)),
  );
}
