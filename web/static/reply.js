// What the forms of a reply do better in a browser that runs scripts; without it, all of them work.
// Keeps drafts with the shop, says a promised time in words.

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

/// One person may have several pages open: by this name the shop tells their drafts apart.
const pageName = crypto.getRandomValues(new Uint32Array(2)).join("-");

/// Gives what is wrong, and nothing when the shop has the words; and what it has instead, if that was written elsewhere.
async function send(form, words, signal) {
  try {
    // Alive when the page is not: a closed lid or a killed tab takes no word away.
    const answer = await fetch(form.action.replace(/[^/]*$/, "draft"), {
      method: "POST", body: new URLSearchParams(words), keepalive: true, redirect: "manual", signal });
    if (answer.ok) return {};
    if (answer.status === 409) return { other: await answer.json() };
    const isSignedOut = answer.status === 401 || answer.type === "opaqueredirect";
    return { trouble: isSignedOut ? live.dataset.signedOut : live.dataset.unkept };
  } catch {
    return { trouble: live.dataset.unkept }; // No connection.
  }
}

/// Shows the words that the shop has from another page, and asks what to do with them. Until then they stay there.
function showOther(form, other, chosen) {
  const box = form.querySelector("[data-other]");
  box.querySelector(".words").textContent = [other.text, other.done].filter(Boolean).join("\n\n");
  box.hidden = false;
  tell(form, box.querySelector("p").textContent);
  const choose = (choice) => {
    const join = (field, between) => {
      field.value = [other[field.name], field.value].filter(Boolean).join(between);
    };
    if (choice === "put") {
      join(form.elements.text, "\n\n");
      if (form.elements.done) join(form.elements.done, " ");
      const date = form.elements.until;
      if (date) date.value ||= other.until;
      date?.dispatchEvent(new Event("input"));
    }
    form.elements.draft.value = other.draft;
    box.hidden = true;
    form.elements.text.focus();
    chosen();
  };
  box.onclick = ({ target }) => target.type === "button" && choose(target.value);
}

function keepDraft(form) {
  let waiting, since, underWay, onItsWay;
  let failures = 0;
  let asks = false; // While somebody has to say what becomes of words of another page.
  form.elements.page.value ||= pageName; // A page that was refused goes on being itself.
  let kept = wordsOf(form);

  async function keep() {
    clearTimeout(waiting);
    waiting = since = undefined;
    const words = wordsOf(form);
    if (asks || words === onItsWay || (words === kept && !underWay)) return;
    const attempt = (underWay = new AbortController());
    onItsWay = words;
    const { trouble, other } = await send(form, words, attempt.signal);
    if (attempt !== underWay) return; // Later words are on their way, or the reply itself.
    underWay = onItsWay = undefined;
    if (other) {
      asks = true;
      showOther(form, other, () => {
        asks = false;
        kept = undefined;
        keep();
      });
      return;
    }
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
    asks = false;
    kept = wordsOf(form);
  });
  window.addEventListener("pagehide", () => {
    // Nobody would see a question any more: whoever goes without a choice loses neither.
    const words = wordsOf(form);
    if (words !== kept || underWay) send(form, `${words}&last=yes`);
  });
}

function wordsOf(form) {
  const words = new URLSearchParams(new FormData(form));
  words.set("form", form.dataset.draft);
  return words.toString();
}

// ---- The promised time in words, beside the field, as soon as it is chosen ----

/// The field holds the shop's wall clock; read as UTC it is said as it stands there.
function sayDate(form) {
  const field = form.elements.until;
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
  for (const button of form.querySelectorAll("[name=choose]"))
    button.addEventListener("click", (event) => {
      event.preventDefault();
      field.value = button.value;
      field.dispatchEvent(new Event("input", { bubbles: true })); // It is part of the draft, too.
    });
  say();
}

for (const form of document.querySelectorAll("form[data-draft=hold]")) sayDate(form);
for (const form of document.querySelectorAll("form[data-draft]")) keepDraft(form);
