// The page's list of hashes: of each module, text and set of rules that it may load (pages.py writes it). A browser runs no
// module that is not as listed; what is fetched is compared by giving `fetch` its hash.

/** A file of the page comes, and is not the one that the page lists. */
export class NotAsListed extends Error {
  /** @override */
  get name() {
    return "NotAsListed";
  }
}

/** @type {Record<string, string> | undefined} */
let hashes;

/** @returns {Record<string, string>} */
function listed() {
  hashes ??= JSON.parse(document.querySelector('script[type="importmap"]')?.textContent ?? "{}").integrity ?? {};
  return /** @type {Record<string, string>} */ (hashes);
}

/** The hash of a file, as `fetch` takes it; empty for one that the page does not list. @param {string} path */
export function hashOf(path) {
  return listed()[path] ?? "";
}

/**
 * The answer with a file as it is listed; asked for again past what the browser keeps of it, which may have been changed on
 * its way. TypeError when it does not come so.
 * @param {URL} url
 */
export function fetchListed({ pathname }) {
  return ask(pathname, "default").catch(() => ask(pathname, "reload"));
}

/**
 * Why a module did not load: NotAsListed when one of all was changed on the way, else what was given. A browser tells
 * neither from a connection that is gone, which is a TypeError here as well.
 * @param {unknown} failure
 */
export async function reasonFor(failure) {
  try {
    for (const path of Object.keys(listed())) await putOneRight(path); // the first that says it is enough
    return failure;
  } catch (reason) {
    return reason;
  }
}

/**
 * Compare all listed files with these paths. One that is not as listed is asked for again past what the browser keeps of
 * it, where the right one then stands. NotAsListed when one still comes changed; TypeError when one does not come.
 * @param {RegExp} paths
 * @returns {Promise<boolean>} whether any had to be put right
 */
export async function putRight(paths = /^/) {
  const some = Object.keys(listed()).filter((path) => paths.test(path));
  const all = await Promise.allSettled(some.map(putOneRight)); // to the end: each may have to be put right
  const reasons = all.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
  if (reasons.length > 0) throw reasons.find((reason) => reason instanceof NotAsListed) ?? reasons[0];
  return all.some((one) => one.status === "fulfilled" && one.value);
}

/** @param {string} path */
async function putOneRight(path) {
  const comes = () => ask(path, "default").then(({ ok }) => ok);
  if (await comes().catch(() => false)) return false;
  const again = await fetch(path, { cache: "reload" });
  await again.arrayBuffer(); // only what was read to its end is kept
  if (again.ok && (await comes().catch(() => false))) return true;
  throw again.ok
    ? new NotAsListed(`${path} is not as the page lists it`)
    : new TypeError("a file of the page does not come");
}

/** @param {string} path @param {RequestCache} cache */
function ask(path, cache) {
  return fetch(path, { cache, integrity: hashOf(path) });
}
