// What the forms of a reply do better in a browser that runs scripts; without it, all of them work.
// Keeps drafts with the shop, counts down to the moment at which a reply leaves, says a promised time in words.

// ---- Drafts: kept within three seconds of the last key, and when the page goes away ----

const quietFor = 1000;
const keptWithin = 2500;

function keepDraft(form) {
  let waiting, since, underWay;
  let kept = wordsOf(form);

  async function keep() {
    clearTimeout(waiting);
    waiting = since = undefined;
    const words = wordsOf(form);
    if (words === kept) return;
    kept = words;
    underWay = new AbortController();
    try {
      // Alive when the page is not: a closed lid or a killed tab takes no word away.
      await fetch(form.action.replace(/[^/]*$/, "draft"), {
        method: "POST", body: new URLSearchParams(words), keepalive: true, signal: underWay.signal });
    } catch {
      kept = undefined; // No connection: with the next key it is tried again.
    }
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
