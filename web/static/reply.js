// What the forms of a reply do better in a browser that runs scripts; without it, all of them work.
// Keeps drafts with the shop, counts down to the moment at which a reply leaves, says a promised time in words.

// ---- Drafts: kept within three seconds of the last key, and when the page goes away ----

const quietFor = 1000;
const keptWithin = 2500;
const againAfter = 2000; // Doubled with every failure in a row.
const againAtMost = 60 * 1000;

const live = document.getElementById("live");
const troubles = new Map(); // Forms whose words the shop does not have, and the sentence about it.

/// Without a sentence the form's words are kept.
function tell(form, sentence) {
  if (sentence) troubles.set(form, sentence);
  else if (!troubles.delete(form)) return;
  const now = [...troubles.values()].at(-1) ?? "";
  if (live.textContent === now) return; // It need not be read out again.
  live.textContent = now;
  live.classList.toggle("live-trouble", now !== "");
}

/// Gives what is wrong, and nothing when the shop has the words.
async function send(form, words, signal) {
  try {
    // Alive when the page is not: a closed lid or a killed tab takes no word away.
    const answer = await fetch(form.action.replace(/[^/]*$/, "draft"), {
      method: "POST", body: new URLSearchParams(words), keepalive: true, redirect: "manual", signal });
    if (answer.ok) return undefined;
    const isSignedOut = answer.status === 401 || answer.type === "opaqueredirect";
    return isSignedOut ? live.dataset.signedOut : live.dataset.unkept;
  } catch {
    return live.dataset.unkept; // No connection.
  }
}

function keepDraft(form) {
  let waiting, since, underWay, onItsWay;
  let failures = 0;
  let kept = wordsOf(form);

  async function keep() {
    clearTimeout(waiting);
    waiting = since = undefined;
    const words = wordsOf(form);
    if (words === onItsWay || (words === kept && !underWay)) return;
    const attempt = (underWay = new AbortController());
    onItsWay = words;
    const trouble = await send(form, words, attempt.signal);
    if (attempt !== underWay) return; // Later words are on their way, or the reply itself.
    underWay = onItsWay = undefined;
    tell(form, trouble);
    kept = trouble ? undefined : words;
    failures = trouble ? failures + 1 : 0;
    if (trouble) waiting ??= setTimeout(keep, Math.min(againAfter * 2 ** (failures - 1), againAtMost));
  }

  form.addEventListener("input", () => {
    since ??= Date.now();
    clearTimeout(waiting);
    waiting = setTimeout(keep, Math.max(0, Math.min(quietFor, since + keptWithin - Date.now())));
  });
  form.addEventListener("submit", () => {
    // From here on they are sent words, and no draft.
    clearTimeout(waiting);
    underWay?.abort();
    waiting = since = underWay = onItsWay = undefined;
    kept = wordsOf(form);
  });
  window.addEventListener("pagehide", keep);
}

function wordsOf(form) {
  const words = new URLSearchParams(new FormData(form));
  words.set("form", form.dataset.draft);
  return words.toString();
}

// ---- A reply that is about to leave: how long it can still be taken back ----

function countDown(line) {
  const at = Date.now() + Number(line.dataset.leavesIn) * 1000;
  const tick = () => {
    const left = Math.ceil((at - Date.now()) / 1000);
    if (left > 0) {
      line.textContent = line.dataset.counting.replace("#", left);
      return;
    }
    clearInterval(timer);
    line.textContent = line.dataset.left;
    line.parentElement.querySelector("form").remove();
  };
  const timer = setInterval(tick, 250);
}

// ---- The promised time in words, beside the field, as soon as it is chosen ----

/// The field holds the shop's wall clock; read as UTC it is said as it stands there.
function sayDate(form) {
  const field = form.elements.until[0] ?? form.elements.until;
  const line = form.querySelector("[data-says]");
  const { lang } = document.documentElement;
  const words = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, {
    weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "UTC" });
  const say = () => {
    const at = Date.parse(`${field.value}Z`);
    line.textContent = at ? line.dataset.says.replace("#", words.format(at)) : "";
  };
  // It is said here: nobody need ask the server for it.
  form.querySelector("[name=say_back]")?.removeAttribute("name");
  field.addEventListener("input", say);
  say();
}

for (const form of document.querySelectorAll("form[data-draft=hold]")) sayDate(form);
for (const form of document.querySelectorAll("form[data-draft]")) keepDraft(form);
for (const line of document.querySelectorAll("[data-leaves-in]")) countDown(line);
