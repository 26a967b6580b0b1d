// What a customer's pages do better in a browser that runs scripts; without it, all of them work.
// Kept words stay in this browser, and leave it by the form alone. Throws nothing for a browser without a store.

// ---- The form: words are kept until they are sent ----

const keptFor = 24 * 60 * 60 * 1000;
const fields = ["likes", "dislikes", "wishes", "name", "contact", "form_token"];
const wordsIn = (form) => fields.filter((name) => name !== "form_token" && form.elements[name].value.trim());

function store(use) {
  try {
    return use(window.localStorage);
  } catch {
    return undefined; // Full, or forbidden: the page does as if there was nothing.
  }
}

function keepWords(form) {
  // A branch and an invoice have words of their own.
  const key = `heard:${form.elements.link.value || form.elements.branch.value}`;
  const notice = document.getElementById("kept");

  const forget = () => store((kept) => kept.removeItem(key));
  const keep = (sent) => {
    if (!wordsIn(form).length) return forget();
    const said = Object.fromEntries(fields.map((name) => [name, form.elements[name].value]));
    store((kept) => kept.setItem(key, JSON.stringify({ said, sent, at: Date.now() })));
  };
  const giveBack = () => {
    const found = store((kept) => JSON.parse(kept.getItem(key)));
    if (!found) return;
    if (Date.now() - found.at > keptFor) return forget();
    // What was sent and came back may be the beginning of it only, when it was too much.
    const refused = found.sent && found.said.form_token === form.elements.form_token.value;
    if (wordsIn(form).length && !refused) return;
    // The token comes back too: should the words have arrived after all, they are not said twice.
    for (const name of fields) form.elements[name].value = found.said[name];
    notice.hidden = refused;
  };

  giveBack();
  form.addEventListener("input", () => keep(false));
  form.addEventListener("submit", () => keep(true));
  notice.querySelector("button").addEventListener("click", () => {
    forget();
    location.reload();
  });
}

/// The next page has thanked for them.
function forgetSentWords() {
  store((kept) => {
    for (const key of Object.keys(kept))
      if (key.startsWith("heard:") && JSON.parse(kept.getItem(key)).sent) kept.removeItem(key);
  });
}

// ---- The form: how many characters are left, from three quarters on ----

/// Counts as the server does: characters, not the units that a script sees, and no blanks around them.
const charactersIn = (words) => [...words.trim()].length;

function countDown(area, max, phrases) {
  const shown = document.createElement("p");
  shown.className = "hint count";
  shown.setAttribute("aria-hidden", "true");
  const said = document.createElement("p"); // Read out when the fingers rest, not at each key.
  said.className = "unseen";
  said.setAttribute("role", "status");
  area.after(shown, said);

  let resting;
  const show = () => {
    const count = charactersIn(area.value);
    const phrase = count > max ? phrases.over : phrases.left;
    shown.textContent = count < max * 0.75 ? "" : phrase.replace("{n}", Math.abs(max - count));
    shown.classList.toggle("error", count > max);
    clearTimeout(resting);
    resting = setTimeout(() => (said.textContent = shown.textContent), 1000);
  };
  area.addEventListener("input", show);
  show();
}

// ---- The status page: news without a reload ----

const lookAgainAfter = 5 * 60 * 1000; // "In 5 hours" wants to stay true too.

function stayTrue(story) {
  const said = document.getElementById("news");
  const refresh = async () => {
    if (document.hidden) return;
    const answer = await fetch(location.href).catch(() => null);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("[data-live]")) {
      const fresh = page.getElementById(part.id);
      if (fresh && fresh.innerHTML !== part.innerHTML) part.replaceChildren(...fresh.childNodes);
    }
    document.title = page.title;
  };

  const source = new EventSource(story.dataset.news);
  source.addEventListener("news", async () => {
    await refresh();
    said.textContent = said.dataset.words;
  });
  document.addEventListener("visibilitychange", refresh);
  setInterval(refresh, lookAgainAfter);
}

// ---- What is on this page ----

const form = document.querySelector("form[data-characters]");
if (form) {
  keepWords(form);
  const { characters, left, over } = form.dataset;
  for (const area of form.querySelectorAll("textarea")) countDown(area, Number(characters), { left, over });
}

const story = document.getElementById("story");
if (story) {
  forgetSentWords();
  stayTrue(story);
}
