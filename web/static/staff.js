// What the staff's pages do better in a browser that runs scripts; without it all of them work, and a reload shows what
// is new. The server says every word: pages are asked for again and put in place part by part, never under somebody's
// hands. One connection for all tabs of a browser.

const live = document.getElementById("live");
const { news, page: here, ticket } = document.body.dataset;

/// Whoever listens hears it read out. What everybody must read has as many lines as it needs; all else has one, so that
/// nothing below moves.
function say(sentence, isTrouble = false) {
  if (isTrouble && live.textContent === sentence) return; // Trouble that lasts is read out once.
  live.textContent = sentence;
  live.classList.toggle("live-trouble", isTrouble);
}

// ---- The connection: one browser, one stream ----

const tabs = "BroadcastChannel" in window && navigator.locks ? new BroadcastChannel("heard-staff") : null;
const looking = "heard-looks "; // Begins the name of a lock that a tab holds while its ticket is in sight.
const againAfter = 5000;
const askTabsEvery = 2000;

/// What this tab knows of: the newest line of the book, and the newest change among people.
const known = {};
function know({ book, people }) {
  known.book = Number(book);
  known.people = Number(people);
}

let heard = () => {};

/// An event, for this tab and for all others.
function pass(event) {
  heard(event);
  tabs?.postMessage(event);
}

function listen(looks) {
  const address = new URL(news, location.href);
  address.search = new URLSearchParams({ seen: known.book, people: known.people, looks: looks.join(" ") });
  const source = new EventSource(address);
  for (const name of ["here", "news", "people"])
    source.addEventListener(name, ({ lastEventId, data }) => {
      const [people, ...tickets] = data.split(" ");
      pass({ name, book: Number(lastEventId), people: Number(people), tickets });
    });
  return source;
}

/// Listens for as long as this tab is there, and says for each tab which ticket it shows.
async function lead() {
  let source;
  let told;
  let openedAt = 0;
  const look = async () => {
    const looks = tabs ? await looksOfAllTabs() : ticket ? [ticket] : [];
    const ended = source?.readyState === EventSource.CLOSED;
    if (ended ? Date.now() - openedAt < againAfter : source && looks.join(" ") === told) return;
    const before = source;
    told = looks.join(" ");
    openedAt = Date.now();
    source = listen(looks);
    if (before) source.addEventListener("here", () => before.close(), { once: true });
    if (ended) refresh(); // It says so when the session has ended.
  };
  await look();
  setInterval(look, askTabsEvery);
  tabs?.addEventListener("message", ({ data }) => {
    if (data.name === "looks") look();
    if (data.name === "ask") tabs.postMessage({ name: "here", tickets: [], ...known });
  });
  window.addEventListener("looks", look);
}

async function looksOfAllTabs() {
  const { held } = await navigator.locks.query();
  const looks = held.filter(({ name }) => name.startsWith(looking)).map(({ name }) => name.split(" ")[1]);
  return [...new Set(looks)].sort();
}

/// The lock goes with the tab, however that ends.
function lookAtTicket() {
  let release = () => {};
  const tell = () => {
    tabs.postMessage({ name: "looks" });
    window.dispatchEvent(new Event("looks"));
  };
  const begin = () =>
    new Promise((held) => {
      navigator.locks.request(`${looking}${ticket} ${crypto.randomUUID()}`, () => {
        held();
        return new Promise((ended) => (release = ended));
      });
    });
  document.addEventListener("visibilitychange", async () => {
    if (document.hidden) release();
    else await begin();
    setTimeout(tell);
  });
  return document.hidden ? Promise.resolve() : begin().then(tell);
}

async function connect() {
  know({ book: new URL(news, location.href).searchParams.get("seen"), people: new URL(news, location.href).searchParams.get("people") });
  if (!tabs) return lead();
  tabs.addEventListener("message", ({ data }) => {
    if (data.tickets) heard(data);
  });
  if (ticket) await lookAtTicket();
  // Whoever has the lock leads; when that tab goes, the next one does.
  navigator.locks.request("heard-staff-news", () => {
    lead();
    return new Promise(() => {});
  });
  tabs.postMessage({ name: "ask" }); // Something may have happened since this page was made.
}

// ---- The page, asked for again ----

let asking = false;
let askAgain = false;
let changed = new Set(); // References of what happened since the page was last put in place.

async function refresh() {
  askAgain = true;
  if (asking || document.hidden) return;
  asking = true;
  askAgain = false;
  const began = performance.now();
  const about = changed;
  changed = new Set();
  try {
    const answer = await fetch(addressOfNow());
    if (answer.redirected) sayWhereItLed(new URL(answer.url));
    else if (answer.ok) await putInPlace(new DOMParser().parseFromString(await answer.text(), "text/html"), about);
  } catch {
    say(live.dataset.lost, true);
  }
  // A busy house is asked less often.
  setTimeout(() => {
    asking = false;
    if (askAgain) refresh();
  }, 4 * (performance.now() - began));
}

/// The session has ended, or the ticket goes along with another one; what is being written stays as it is.
function sayWhereItLed({ pathname }) {
  if (pathname === "/staff/sign-in") return say(live.dataset.signedOut, true);
  const [, other] = pathname.match(/^\/staff\/tickets\/([^/]+)$/) ?? [];
  if (!other) return;
  const [before, after] = live.dataset.merged.split("{other}");
  if (live.textContent === before + other + after) return;
  say("", true);
  const link = document.createElement("a");
  link.href = pathname;
  link.textContent = other;
  live.append(before, link, after);
}

/// What was wrong with the connection or the session is right again.
function sayNoTrouble() {
  if ([live.dataset.signedOut, live.dataset.lost].includes(live.textContent)) say("");
}

/// Nothing moves between a finger's touch and the click that follows its release; a release elsewhere is not heard of.
let pressed = null;
const pressedAtMost = 5000;
const untilClick = 50;
document.addEventListener("pointerdown", () => {
  pressed = new Promise((released) => {
    const soon = () => setTimeout(released, untilClick);
    for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, soon, { once: true });
    setTimeout(released, pressedAtMost);
  });
  pressed.then(() => (pressed = null));
});

async function putInPlace(fresh, about) {
  sayNoTrouble();
  if (pressed) await pressed;
  showSent(fresh);
  for (const part of document.querySelectorAll("[data-live]")) {
    const now = fresh.getElementById(part.id);
    if (!now) continue;
    const [rows, freshRows] = [part, now].map((whole) => whole.querySelector(":scope > ol.rows"));
    if (rows && freshRows) mergeRows(rows, freshRows, about);
    else replaceList(part, now);
  }
  if (!fresh.querySelector(".leaving")) document.querySelector(".leaving")?.remove();
  if (ticket) offerNewEntries(fresh);
}

// ---- Replies that are about to leave: how long each can still be taken back ----

function countDown(line) {
  const at = Date.now() + Number(line.dataset.leavesIn) * 1000;
  const number = line.querySelector("span");
  const tick = () => {
    const left = Math.ceil((at - Date.now()) / 1000);
    if (line.isConnected && left > 0) {
      number.textContent = left;
      return;
    }
    clearInterval(timer);
    if (!line.isConnected) return;
    if (here) return refresh(); // Its customer may have erased it all, a full disk may hold it up: the server knows.
    // A line of its own is read out; one that counts is not.
    const told = document.createElement("p");
    told.textContent = line.dataset.left;
    line.parentElement.querySelector("form").remove();
    line.replaceWith(told);
  };
  const timer = setInterval(tick, 250);
}

const countIn = (part) => part.querySelectorAll("[data-leaves-in]").forEach(countDown);
const counting = "#sent [data-reference]:has([data-leaves-in])";

/// Of the reply with this reference the server also says whether it has left or was taken back: of one at a time.
let askedAbout = null;

function addressOfNow() {
  const address = new URL(here, location.href);
  askedAbout ??= document.querySelector(counting)?.dataset.reference;
  if (askedAbout) address.searchParams.set("sent", askedAbout);
  return address;
}

/// A line that counts goes on counting, and one that says what became of a reply stays until the next page.
function showSent(fresh) {
  const asked = askedAbout;
  askedAbout = null;
  const linesOf = (page) => new Map([...page.querySelectorAll("#sent [data-reference]")].map((line) => [line.dataset.reference, line]));
  const now = linesOf(fresh);
  for (const line of document.querySelectorAll(counting)) {
    const { reference } = line.dataset;
    const left = now.get(reference);
    if (!left && reference !== asked) {
      askedAbout ??= reference;
      askAgain = true;
    } else if (!left) line.remove();
    else if (!left.querySelector("[data-leaves-in]")) line.replaceChildren(...left.childNodes);
  }
  const had = linesOf(document);
  for (const [reference, line] of now)
    if (!had.has(reference)) {
      document.getElementById("sent").append(line);
      countIn(line);
    }
}

const reachable = "a[href], button, input, select, textarea, summary";

/// With the focus where it was.
function refill(part, fresh) {
  if (part.innerHTML === fresh.innerHTML && part.className === fresh.className) return false;
  const field = document.activeElement?.matches("input, select, textarea") && part.contains(document.activeElement);
  if (field) return false; // Somebody is choosing or writing there.
  const at = [...part.querySelectorAll(reachable)].indexOf(document.activeElement);
  part.className = fresh.className;
  part.replaceChildren(...fresh.childNodes);
  if (at >= 0) [...part.querySelectorAll(reachable)].at(Math.min(at, part.querySelectorAll(reachable).length - 1))?.focus({ preventScroll: true });
  return true;
}

const textOf = (row, selector) => row.querySelector(selector)?.textContent.trim().replace(/\s+/g, " ") ?? "";

/// A list that was empty, or is now; and whatever is no list.
function replaceList(part, fresh) {
  const went = [...part.querySelectorAll(".row")].map(({ id }) => id);
  if (!refill(part, fresh)) return;
  note(part.querySelectorAll(".row"));
  tellOfRows({ came: wordsOfRows(part.querySelectorAll(".row")), went });
}

// ---- What came in while the page was open is marked until it was seen ----

const unseen = new Set();
const seenFor = 3000; // So that the eye finds it before the mark goes.

function note(rows) {
  for (const { id } of rows) unseen.add(id);
  markUnseen(document);
}

function markUnseen(part) {
  for (const row of part.querySelectorAll(".row")) row.classList.toggle("row-new", unseen.has(row.id));
}

const isInSight = (row) => {
  const { top, bottom } = row.getBoundingClientRect();
  return top < innerHeight && bottom > 0;
};

/// A page that stands there alone sees nothing: somebody must have touched, moved or typed something.
let seeing = false;
function see() {
  if (seeing || document.hidden) return;
  const rows = [...unseen].map((id) => document.getElementById(id)).filter((row) => row && isInSight(row));
  if (!rows.length) return;
  seeing = true;
  setTimeout(() => {
    seeing = false;
    for (const { id } of rows) unseen.delete(id);
    markUnseen(document);
  }, seenFor);
}

const wordsOfRows = (rows) => [...rows].map((row) => textOf(row, ".row-words a"));

/// Rows stay where they are unless their order is another one; so do the scroll bar and the focus.
function mergeRows(list, fresh, about) {
  const wanted = [...fresh.children];
  const ids = new Set(wanted.map(({ id }) => id));
  const focused = list.contains(document.activeElement) ? document.activeElement.closest("li") : null;
  const place = [...list.children].indexOf(focused);
  const told = { came: [], went: [], changed: [] };
  for (const row of [...list.children])
    if (!ids.has(row.id)) {
      told.went.push(row.id);
      row.remove();
    }
  const had = new Map([...list.children].map((row) => [row.id, row]));
  // In a long queue, which shows its beginning only, others move up from below for those that went: they are not new.
  const lastHad = wanted.findLastIndex(({ id }) => had.has(id));
  const movedUp = (row) => told.went.length > 0 && wanted.indexOf(row) > lastHad && !about.has(row.id);
  let next = list.firstElementChild;
  markUnseen(fresh); // Else a row would differ from itself.
  for (const row of wanted) {
    const old = had.get(row.id);
    if (!old) {
      list.insertBefore(row, next);
      if (movedUp(row)) continue;
      note([row]);
      told.came.push(...wordsOfRows([row]));
      continue;
    }
    if (refill(old, row) && (about.has(row.id) || about.has("*")))
      told.changed.push([row.id, ".left-words", ".row-holder", ".row-people"].map((part) => part === row.id ? part : textOf(old, part)).filter(Boolean).join(", "));
    if (old === next) next = next.nextElementSibling;
    else list.insertBefore(old, next);
  }
  // Moved rows lose the focus; of a row that went, the one in its place gets it.
  if (focused && !list.contains(document.activeElement))
    (focused.isConnected ? focused : list.children[Math.min(place, list.children.length - 1)])?.querySelector("a")?.focus({ preventScroll: true });
  keepList();
  tellOfRows(told);
}

/// Words that end a sentence themselves need no second full stop.
const fill = (sentence, what) => sentence.replace("{what}", () => what).replace(/([.!?…。؟])\.$/u, "$1");

const linesTold = 3;
function tellOfRows(told) {
  const sentences = Object.entries(told)
    .filter(([, rows]) => rows.length)
    .map(([what, rows]) => fill(live.dataset[what], rows.slice(0, linesTold).join("; ") + (rows.length > linesTold ? " …" : "")));
  if (sentences.length) say(sentences.join(" "));
}

// ---- A ticket: what came in meanwhile, offered and never forced on whoever is writing ----

const readInThread = ".entry, .along"; // Also what customers said first whose tickets were put together with this one.

function offerNewEntries(fresh) {
  const thread = document.getElementById("thread");
  const offer = document.getElementById("fresh");
  const now = fresh.getElementById("thread");
  const shown = new Set([...thread.querySelectorAll(readInThread)].map(({ id }) => id));
  const entries = [...now.querySelectorAll(readInThread)].filter(({ id }) => !shown.has(id));
  if (!entries.length) return;
  const heading = textOf(entries.at(-1), "h2, b");
  offer.querySelector("span").textContent = fill(live.dataset.entry, heading);
  offer.hidden = false;
  offer.querySelector("button").onclick = () => {
    for (const entry of entries) entry.classList.add("entry-new");
    thread.replaceChildren(...now.childNodes);
    // Not what the fresh forms say: with a draft that was kept, those owe what its writer has not seen.
    for (const seen of document.querySelectorAll("input[name=seen]")) seen.value = now.dataset.newest;
    offer.hidden = true;
    entries[0].tabIndex = -1;
    entries[0].focus();
  };
}

// ---- One tap in a row, and one key ----

/// Done without leaving the page; what was refused is said in the house's own words.
async function post(form, button) {
  const said = new FormData(form, button);
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(said), redirect: "manual" });
    if (answer.type !== "opaqueredirect") {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      say(textOf(page, ".errors li") || textOf(page, "h1"), true);
    }
  } catch {
    say(live.dataset.lost, true);
  }
  const row = form.closest(".row");
  changed.add(row ? row.id : ticket ?? "*");
  refresh();
}

/// Whoever has it is not asked to take it.
function handOver(reference, from) {
  const dialog = document.getElementById("hand");
  const form = dialog.querySelector("form.colleagues");
  form.action = `/staff/tickets/${reference}/assign`;
  const holder = from?.closest(".row")?.querySelector("[data-holder]")?.dataset.holder;
  for (const button of form.querySelectorAll("button")) button.hidden = button.value === holder;
  dialog.addEventListener("close", () => from?.focus(), { once: true });
  dialog.showModal();
}

/// The row that has the focus. Without one a key does nothing: nobody takes a ticket that they do not look at.
const rowAtHand = () => document.activeElement?.closest(".row");

function move(step) {
  if (ticket) return nextTicket(step);
  const rows = [...document.querySelectorAll(".row")];
  const at = rows.indexOf(document.activeElement?.closest(".row"));
  const next = rows[at < 0 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1)];
  next?.querySelector(".row-words a").focus();
}

/// On a ticket the next one is that of the list one came from.
const cameFrom = "heard-queue";
function nextTicket(step) {
  const list = JSON.parse(sessionStorage.getItem(cameFrom) ?? "[]");
  const next = list[list.indexOf(ticket) + step];
  location.href = list.includes(ticket) && next ? `/staff/tickets/${next}` : "/staff";
}

function goTo(id) {
  const there = document.getElementById(id);
  if (!there) {
    const row = rowAtHand();
    const way = id === "q" ? "/staff" : row && `/staff/tickets/${row.id}`;
    if (way) location.href = `${way}#${id}`;
    return;
  }
  for (let folded = there.closest("details"); folded; folded = folded.parentElement.closest("details")) folded.open = true;
  there.focus();
}

function claim() {
  const place = ticket ? document.getElementById("handle") : rowAtHand();
  const button = place?.querySelector("form[action$='/claim'] [value=yes]");
  if (button) post(button.form, button);
}

const keys = {
  j: () => move(1),
  k: () => move(-1),
  o: () => (ticket ? null : rowAtHand()?.querySelector(".row-words a").click()),
  c: claim,
  a: () => {
    const row = rowAtHand();
    if (ticket || row) handOver(ticket ?? row.id, ticket ? null : row.querySelector("a"));
  },
  r: () => goTo("answer_text"),
  h: () => goTo("hold_text"),
  n: () => goTo("note_text"),
  "/": () => goTo("q"),
  "?": showKeys,
};

function showKeys() {
  document.getElementById("keys").showModal();
}

/// Single keys only where nobody writes or chooses, and never with another key held (WCAG 2.1.4).
function takeKeys() {
  const off = document.body.dataset.keys === "no";
  document.addEventListener("keydown", (event) => {
    const inField = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.defaultPrevented) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && inField?.form) {
      event.preventDefault();
      inField.form.requestSubmit(inField.form.querySelector("[type=submit]:not([formnovalidate])"));
      return;
    }
    const isHeld = event.ctrlKey || event.metaKey || event.altKey || (event.repeat && !"jk".includes(event.key));
    if (off || inField || isHeld || event.isComposing) return;
    if (document.querySelector("dialog[open]") || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });
}

function takeTaps() {
  document.addEventListener("click", (event) => {
    const hand = event.target.closest?.("[data-hand]");
    if (!hand || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    handOver(hand.dataset.hand, hand);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches(".row-acts form, form.colleagues")) return;
    event.preventDefault();
    form.closest("dialog")?.close();
    post(form, event.submitter);
  });
  const button = document.getElementById("show-keys");
  button.hidden = false;
  button.addEventListener("click", showKeys);
}

/// Where a key led from another page.
function arrive() {
  const id = location.hash.slice(1);
  if (["q", "answer_text", "hold_text", "note_text"].includes(id)) goTo(id);
}

function keepList() {
  const rows = [...document.querySelectorAll(".row")].map(({ id }) => id);
  if (!ticket) sessionStorage.setItem(cameFrom, JSON.stringify(rows));
}

// ---- What is on this page ----

countIn(document);
for (const sign of ["pointermove", "pointerdown", "keydown", "scroll"]) document.addEventListener(sign, see, { passive: true });

// What was typed counts before what was chosen; whoever chooses last means that.
const into = document.getElementById("into");
into?.addEventListener("input", () => {
  const other = into.form.querySelector("[name=into][value='']");
  if (other) other.checked = true;
});
into?.form.addEventListener("change", ({ target }) => {
  if (target.name === "into" && target.value) into.value = "";
});

const printer = document.getElementById("print");
if (printer) {
  printer.hidden = false;
  printer.addEventListener("click", () => print());
}

const everyMinute = 60 * 1000; // "In 5 minutes" wants to stay true.

if (news) {
  heard = ({ name, book, people, tickets }) => {
    const behind = name === "here" && (book > known.book || people !== known.people);
    know({ book, people });
    const everywhere = tickets.includes("*") || behind;
    const ours = (reference) => (ticket ? reference === ticket : name === "news" || document.getElementById(reference));
    const about = tickets.filter(ours);
    if (!everywhere && !about.length) return;
    about.forEach((reference) => changed.add(reference));
    if (everywhere) changed.add("*");
    refresh();
  };
  connect();
  keepList();
  setInterval(refresh, everyMinute);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && askAgain) refresh();
  });
}

if (document.getElementById("keys")) {
  takeKeys();
  takeTaps();
  arrive();
}
