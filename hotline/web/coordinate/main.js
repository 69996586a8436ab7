// The coordinator's plain page: newcomers, who waits, links, members.

import { advice, told } from "../desk/gate.js";
import { watchIdle } from "../desk/idle.js";
import { setText } from "../desk/list.js";
import { askCodename } from "../desk/unlock.js";
import { Coordinator } from "../peer/coordinator.js";
import { ClientError, NotApproved } from "../peer/errors.js";
import { Post } from "../peer/post.js";
import { button, notice } from "../shared/components.js";
import { el } from "../shared/dom.js";
import { hashOf } from "../shared/listed.js";
import { Office } from "./office.js";
import { INVITE, invitation, memberList, newcomer, ownWords } from "./people.js";
import { troubles } from "./shelves.js";
import { ageOf, promises, waitsByDesk, waitsTable } from "./waits.js";

const root = /** @type {HTMLElement} */ (document.getElementById("page"));
const OCTET = /../g;
const NO_COORDINATOR =
  "This codename is a responder's, not a coordinator's. Responders work at the desk: the link is below. A new " +
  "coordinator opens the desk first, and comes here once it says that she is approved.";
const OLD_DIRECTORY =
  "A case came with a directory that this hotline should not have shown then. Ask who runs the server what happened, " +
  "and tell the responders by telephone.";
const LINK_IN_OTHER_HANDS =
  "Somebody else wrote where a newcomer's answer belongs. She was not let in, nor was anyone else. Ask how the link " +
  "reached her, and send her a new one by another way.";
/** @type {Office | null} */
let current = null;

/** @param {string} typed */
async function unlock(typed) {
  const octets = told("root").match(OCTET) ?? [];
  const rootPk = octets.length === 32 ? Uint8Array.from(octets, (octet) => Number.parseInt(octet, 16)) : null;
  try {
    return await Coordinator.unlock(new Post(location.origin, hashOf), typed, rootPk);
  } catch (failure) {
    throw failure instanceof NotApproved ? new ClientError(NO_COORDINATOR) : failure;
  }
}

/** @param {string} [said] */
async function ask(said) {
  const more = el(
    "p",
    { class: "soft" },
    "For coordinators. Responders work at ",
    el("a", { href: "/desk" }, "the desk"),
    ".",
  );
  show(await askCodename(root, { title: "Unlock the coordinator's page", said, more, open: unlock }));
}

/** @param {Coordinator} coordinator */
function show(coordinator) {
  const office = new Office(coordinator);
  current = office;
  const parts = build(office);
  const ends = [watchIdle({ warn: parts.warn, lock: () => lock() })];
  const lock = () => {
    for (const end of ends) end();
    for (const box of document.querySelectorAll("dialog")) box.remove();
    office.end();
    current = null;
    root.replaceChildren();
    void ask("The page is locked.");
  };
  parts.lock.addEventListener("click", lock);
  office.addEventListener("change", parts.update);
  root.replaceChildren(...parts.whole);
  parts.update();
  parts.heading.focus({ preventScroll: true });
  office.start();
}

/** @param {Office} office */
function build(office) {
  const [live, idle] = [
    el("p", { class: "live", role: "status" }),
    el("p", { class: "idle", role: "alert", hidden: true }),
  ];
  const banner = el("div", { class: "banner office-banner", role: "status" });
  const heading = el("h1", { class: "bar-name", tabindex: "-1" }, "Coordinator");
  const lock = button("Lock", () => {});
  const newcomers = part("Newcomers", () => newcomersOf(office));
  const waits = part("Who waits", () => waitsOf(office));
  const invite = part("Invite someone", () => invitationOf(office));
  const members = part("Members", () => [memberList(office)]);
  const alerts = part("Alerts", () => alertsOf(office));
  const update = () => {
    setText(live, liveText(office));
    showBanner(banner, office);
    newcomers.update(
      keyOf(
        office.pending?.map(({ id }) => id),
        office.rootWords,
        doing(office),
      ),
    );
    waits.update(
      keyOf(
        waitsNow(office).map(({ count, late }) => [count, late]),
        waitsNow(office).map(({ oldest }) => oldest !== null && ageOf(oldest, office.now())),
        office.waiting === null,
      ),
    );
    invite.update(
      keyOf(
        office.coordinator.certifiedUntil > 0,
        office.coordinator.directory?.desks.map(({ id }) => id),
      ),
    );
    const [told, buckets] = [alertsIn(office).length, bucketTroubles(office)];
    alerts.whole.hidden = told + buckets.length === 0;
    alerts.update(keyOf(told, buckets));
    members.update(keyOf([...office.coordinator.members.keys()], doing(office)));
  };
  const warn = (/** @type {number | null} */ seconds) => {
    idle.hidden = seconds === null;
    if (seconds === null || idle.textContent === "" || seconds % 10 === 0)
      setText(idle, seconds === null ? "" : `Locks in ${seconds} seconds. Press any key to stay.`);
  };
  const head = el("div", { class: "bar-head" }, heading, live);
  const desk = el("a", { class: "bar-link", href: "/desk" }, "Desk");
  const bar = el("header", { class: "bar" }, head, el("div", { class: "bar-tools" }, desk, lock));
  const columns = [
    [newcomers, invite],
    [waits, members],
  ].map((parts) => column(parts.map(({ whole }) => whole)));
  return {
    whole: [bar, idle, banner, el("main", { class: "office" }, alerts.whole, columns)],
    update,
    warn,
    lock,
    heading,
  };
}

/** @param {readonly Node[]} sections */
function column(sections) {
  return el("div", { class: "office-column" }, sections);
}

/**
 * A section that is built anew only when its key changes.
 * @param {string} title
 * @param {() => (Node | string)[]} content
 */
function part(title, content) {
  const body = el("div", { class: "stack" });
  const heading = el("h2", { tabindex: "-1" }, title);
  let last = "";
  const update = (/** @type {string} */ key) => {
    if (key === last) return;
    last = key;
    const within = body.contains(document.activeElement);
    body.replaceChildren(...content());
    if (within) heading.focus({ preventScroll: true });
  };
  return { whole: el("section", { "aria-label": title }, heading, body), update };
}

/** @param {Office} office */
function newcomersOf(office) {
  const waiting = office.pending;
  if (waiting === null) return [el("p", { class: "soft", role: "status" }, "Looking for newcomers…")];
  if (waiting.length === 0)
    return [
      el("p", { class: "soft" }, "Nobody waits for approval. Who opens a link of yours appears here by herself."),
    ];
  return [ownWords(office), el("ul", { class: "people" }, ...waiting.map((one) => newcomer(office, one)))];
}

/** @param {Office} office */
function alertsIn({ coordinator }) {
  return coordinator.notes.filter((note) => note.kind === "alert");
}

/** @param {Office} office */
function alertsOf(office) {
  const [links, directories] = [true, false].map((ofLinks) =>
    alertsIn(office).filter(({ about }) => (about === "link") === ofLinks),
  );
  return [
    ...alert("Old directory shown", directories.length, OLD_DIRECTORY),
    ...alert("A link is in other hands", links.length, LINK_IN_OTHER_HANDS),
    ...bucketTroubles(office).map((text) => notice("Look at a bucket", el("p", {}, text), { strong: true })),
  ];
}

/** @param {Office} office */
function bucketTroubles({ coordinator, shelves }) {
  const room = coordinator.directory?.policy.bucketCases ?? 0;
  return shelves.flatMap((shelf) => troubles(shelf, room));
}

/** @param {string} title @param {number} count @param {string} text */
function alert(title, count, text) {
  return count === 0 ? [] : [notice(`${title}: ${count}`, el("p", {}, text), { strong: true })];
}

/** Nothing while it is not known. @param {Office} office */
function waitsNow(office) {
  const { coordinator, waiting, pack } = office;
  const { directory } = coordinator;
  if (waiting === null || directory === null || pack === null) return [];
  return waitsByDesk(directory, pack, waiting, office.now());
}

/** @param {Office} office */
function waitsOf(office) {
  const { directory } = office.coordinator;
  const waits = waitsNow(office);
  if (directory === null || waits.length === 0)
    return [el("p", { class: "soft", role: "status" }, "Looking at what waits…")];
  return [
    waitsTable(waits, office.now()),
    el("p", { class: "soft small" }, `Promised within: ${promises(directory)}. Ages are known to the hour.`),
  ];
}

/** @param {Office} office */
function invitationOf(office) {
  if (office.coordinator.directory === null) return [el("p", { class: "soft" }, "Looking at the desks…")];
  if (office.coordinator.certifiedUntil > 0) return [invitation(office)];
  const text = "Who keeps the organization's root certifies you. Until then you cannot invite anyone.";
  return [notice("You are not certified yet", el("p", {}, text))];
}

/** @param {Office} office */
function liveText({ connected }) {
  if (connected === null) return "Connecting…";
  return connected ? "Live" : "Not connected";
}

/** @param {HTMLElement} banner @param {Office} office */
function showBanner(banner, { connected, trouble }) {
  const lost = connected === false;
  const title = lost ? "Not connected" : trouble === null ? "" : "This did not go through";
  const text = lost ? "What you see may be old. The page tries again by itself." : advice(trouble);
  if (banner.dataset.said === title + text) return;
  banner.dataset.said = title + text;
  banner.replaceChildren(...(title === "" ? [] : [notice(title, el("p", {}, text), { strong: true })]));
}

/** @param {...unknown} parts */
function keyOf(...parts) {
  return JSON.stringify(parts.map((one) => one ?? null));
}

/** @param {Office} office */
function doing({ doing }) {
  return [...doing].filter(([whom]) => whom !== INVITE);
}

addEventListener("pagehide", () => {
  current?.end();
  root.replaceChildren();
});
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

void ask();
