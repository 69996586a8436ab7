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

/** The hash of a file, as `fetch` takes it; empty for one that the page does not list. @param {URL} url */
export function hashOf(url) {
  return listed()[url.pathname] ?? "";
}

/**
 * Why a module did not load: NotAsListed when one of all was changed on the way, else what was given. A browser tells
 * neither from a connection that is gone, which is a TypeError here as well.
 * @param {unknown} failure
 */
export async function reasonFor(failure) {
  for (const [path, integrity] of Object.entries(listed())) {
    const comes = () => fetch(path, { integrity }).then(({ ok }) => ok);
    const unchanged = await comes().catch(() => false);
    if (unchanged) continue;
    // There is a connection; what has just come back brings the right file now, also to where the browser keeps it.
    const { ok } = await fetch(path, { cache: "reload" });
    if (ok && !(await comes().catch(() => false))) return new NotAsListed(path);
  }
  return failure;
}
