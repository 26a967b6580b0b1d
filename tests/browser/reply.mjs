// How staff write to a customer: the words can be taken back before they leave, what is begun is kept, and the next
// ticket opens. In a shop where a reply leaves after a few seconds.
import assert from "node:assert/strict";
import * as support from "./support.mjs";
import { look, password, person, said, story, waitFor, withoutScripts } from "./support.mjs";

const shop = process.env.HEARD_PATIENT;

const atWork = (browser, name, options) => support.atWork(browser, name, { shop, ...options });

/// What the head of a page says of replies that were just sent.
const sent = (page) => page.locator("#sent .sent");

/// A customer with a page of their own, and the reference.
async function say(browser, dislikes, more = {}) {
  const page = await person(browser);
  return { page, reference: await support.say(page, { dislikes, ...more }, shop) };
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "" : ", without scripts";

  story(`A reply can be taken back from the next ticket, and its words are in the form again${how}`, async (browser) => {
    const anna = await atWork(browser, "Anna", { javaScriptEnabled });
    const { page, reference } = await say(browser, "The soup was cold", { name: "Mrs Demir" });
    await say(browser, "The bread was hard");
    await anna.goto(`${shop}/staff/tickets/${reference}`);
    await anna.locator("#answer_text").fill("A hot soup is yours.");
    await anna.getByRole("button", { name: "Send the answer" }).click();
    await anna.waitForURL(/tickets\/H-.*[?]sent=/);
    assert.doesNotMatch(anna.url().split("?")[0], new RegExp(reference));
    assert.match(await sent(anna).innerText(), new RegExp(`Mrs Demir \\(${reference}\\): your words leave in \\d+ s`));
    assert.match(await said(anna), /^This is due next/);
    assert.ok(!(await anna.locator("h1").innerText()).includes("The soup was cold"));
    assert.ok((await anna.title()).startsWith(await anna.locator("h1").innerText()), await anna.title());
    if (javaScriptEnabled) await look(anna, "reply-leaves");
    await anna.getByRole("button", { name: "Undo" }).click();
    await anna.waitForURL(`**/staff/tickets/${reference}#undone`);
    assert.match(await said(anna), /It was not sent/);
    assert.equal(await anna.locator("#answer_text").inputValue(), "A hot soup is yours.");
    await page.reload();
    assert.doesNotMatch(await said(page), /hot soup/);

    await anna.getByRole("button", { name: "Send the answer" }).click();
    await anna.waitForURL(/[?]sent=/);
    await waitFor(async () => {
      await page.reload();
      return /A hot soup is yours/.test(await said(page));
    }, "the answer to reach the customer's page", 20_000);
  });
}

story("A countdown ends with the word that it has left, and without a button that would be of no use", async (browser) => {
  const anna = await atWork(browser, "Anna");
  const { reference } = await say(browser, "The tea was cold");
  await anna.goto(`${shop}/staff/tickets/${reference}`);
  await anna.locator("#answer_text").fill("A hot tea is yours.");
  await anna.locator("#answer_text").press("Control+Enter");
  await anna.waitForURL(/[?]sent=/);
  await anna.locator(".sent", { hasText: "on the customer's page" }).waitFor({ timeout: 20_000 });
  assert.equal(await anna.getByRole("button", { name: "Undo" }).count(), 0);
});

story("What is being written is kept within three seconds, also for a colleague to see", async (browser) => {
  const anna = await atWork(browser, "Anna");
  const bob = await atWork(browser, "Bob");
  const { reference } = await say(browser, "The milk was warm");
  await anna.goto(`${shop}/staff/tickets/${reference}`);
  await anna.locator("#answer_text").pressSequentially("Cold milk is");
  await new Promise((resolve) => setTimeout(resolve, 3000)); // The promise to keep: not a moment more.
  await anna.context().close(); // A killed browser.
  await bob.goto(`${shop}/staff/tickets/${reference}`);
  assert.match(await said(bob), /Anna is writing:\s+Cold milk is/);
  await look(bob, "reply-drafts");
  const again = await atWork(browser, "Anna");
  await again.goto(`${shop}/staff/tickets/${reference}`);
  assert.equal(await again.locator("#answer_text").inputValue(), "Cold milk is");
});

story("What could not be kept is said, tried again without a key, and kept in the end", async (browser) => {
  const anna = await atWork(browser, "Anna");
  const bob = await atWork(browser, "Bob");
  const { reference } = await say(browser, "The window was open");
  await bob.goto(`${shop}/staff/tickets/${reference}`);
  await anna.goto(`${shop}/staff/tickets/${reference}`);
  const live = () => anna.locator("#live").innerText();
  for (const status of [503, 401]) {
    const refused = status === 401 ? /You are signed out\. Sign in again in another tab/ : /Your draft could not be kept/;
    let tried = 0;
    await anna.route("**/draft", (route) => {
      tried += 1;
      return route.fulfill({ status });
    });
    await anna.locator("#answer_text").fill(`We shut it, ${status}.`);
    await waitFor(async () => refused.test(await live()), `the word on ${status}`);
    if (status === 503) await look(anna, "reply-draft-not-kept");
    await waitFor(() => tried > 1, "another try");
    assert.equal(await anna.locator("#answer_text").inputValue(), `We shut it, ${status}.`);
    await anna.unroute("**/draft");
    await waitFor(async () => (await live()) === "", "the trouble to be over", 15_000);
    await bob.reload();
    assert.ok((await said(bob)).includes(`We shut it, ${status}.`), "a colleague does not see the draft");
  }
});

story("Who was signed out elsewhere loses no word: after the next sign-in in another tab it is kept", async (browser) => {
  const anna = await atWork(browser, "Anna");
  const { reference } = await say(browser, "The stairs were dark");
  await anna.goto(`${shop}/staff/tickets/${reference}`);
  const other = await anna.context().newPage();
  await other.goto(`${shop}/staff`);
  await other.locator("form[action='/staff/sign-out'] button").first().click();
  await other.waitForURL("**/sign-in");
  await anna.locator("#answer_text").fill("There is a new lamp.");
  await waitFor(async () => /You are signed out\. Sign in again in another tab/.test(await anna.locator("#live").innerText()), "the word");
  await other.locator("[name=name]").fill("Anna");
  await other.locator("[name=password]").fill(password);
  await other.locator("main [type=submit]").click();
  await other.waitForURL("**/staff");
  await waitFor(async () => {
    await other.goto(`${shop}/staff/tickets/${reference}`);
    return (await other.locator("#answer_text").inputValue()) === "There is a new lamp.";
  }, "the draft", 20_000);
  await waitFor(async () => (await anna.locator("#live").innerText()) === "", "the trouble to be over", 15_000);
  assert.equal(await anna.locator("#answer_text").inputValue(), "There is a new lamp.");
});

story("Who goes on to another page takes the last words along", async (browser) => {
  const anna = await atWork(browser, "Anna");
  const { reference } = await say(browser, "The queue was long");
  await anna.goto(`${shop}/staff/tickets/${reference}`);
  await anna.locator("#answer_text").fill("We open a second till.");
  await anna.goto(`${shop}/staff`);
  await waitFor(async () => {
    await anna.goto(`${shop}/staff/tickets/${reference}`);
    return (await anna.locator("#answer_text").inputValue()) === "We open a second till.";
  }, "the draft");
});

story("An older page of the same person overwrites nothing: it shows the newer words, and asks", async (browser) => {
  const anna = await atWork(browser, "Anna");
  const { reference } = await say(browser, "The cheese was dry");
  const path = `${shop}/staff/tickets/${reference}`;
  await anna.goto(path);
  const newer = await anna.context().newPage();
  await newer.goto(path);
  const kept = newer.waitForResponse("**/draft");
  await newer.locator("#answer_text").fill("A moist cheese is yours.");
  assert.equal((await kept).status(), 204);

  const box = anna.locator("[data-draft=answer] [data-other]");
  assert.equal(await box.isVisible(), false);
  await anna.locator("#answer_text").fill("We are sorry.");
  await box.waitFor();
  assert.match(await box.innerText(), /A moist cheese is yours/);
  assert.match(await anna.locator("#live").innerText(), /something else here on another page/);
  await look(anna, "reply-other-page");
  await newer.reload();
  assert.equal(await newer.locator("#answer_text").inputValue(), "A moist cheese is yours.");

  await box.getByRole("button", { name: "Put it before these words" }).click();
  assert.equal(await anna.locator("#answer_text").inputValue(), "A moist cheese is yours.\n\nWe are sorry.");
  await waitFor(async () => {
    await newer.reload();
    return (await newer.locator("#answer_text").inputValue()) === "A moist cheese is yours.\n\nWe are sorry.";
  }, "both to be kept");
  assert.equal(await box.isVisible(), false);
  await waitFor(async () => (await anna.locator("#live").innerText()) === "", "the question to be over");
});

story("A page that is left with the question open loses no word, though the other page has gone on", async (browser) => {
  const anna = await atWork(browser, "Anna");
  const { reference } = await say(browser, "The butter was soft");
  const path = `${shop}/staff/tickets/${reference}`;
  await anna.goto(path);
  const newer = await anna.context().newPage();
  await newer.goto(path);
  const writes = async (words) => {
    const kept = newer.waitForResponse("**/draft");
    await newer.locator("#answer_text").fill(words);
    assert.equal((await kept).status(), 204);
  };
  await writes("A hard butter");
  await anna.locator("#answer_text").fill("We are sorry.");
  await anna.locator("[data-draft=answer] [data-other]").waitFor();
  await writes("A hard butter is yours.");
  await anna.goto(`${shop}/staff`);
  await waitFor(async () => {
    await newer.reload();
    return (await newer.locator("#answer_text").inputValue()) === "We are sorry.\n\nA hard butter is yours.";
  }, "both to be kept");
});

story("A colleague sees what is about to leave, and can stop it", async (browser) => {
  const anna = await atWork(browser, "Anna");
  const bob = await atWork(browser, "Bob");
  const { reference } = await say(browser, "The door was shut");
  await anna.goto(`${shop}/staff/tickets/${reference}`);
  await anna.locator("#answer_text").fill("We open at eight.");
  await anna.getByRole("button", { name: "Send the answer" }).click();
  await anna.waitForURL(/[?]sent=/);
  await bob.goto(`${shop}/staff/tickets/${reference}`);
  assert.match(await said(bob), /Anna answered\s+We open at eight/);
  assert.equal(await bob.locator("#answer_text").count(), 0);
  await look(bob, "reply-leaves-colleague");
  await bob.getByRole("button", { name: "Undo" }).click();
  await bob.locator("#answer_text").waitFor();
  assert.match(await said(bob), /Anna (is writing|began this)[^]*We open at eight/);
});

story("Wherever one goes on to, a reply that is about to leave can be stopped there; the queue says who has begun an answer", async (browser) => {
  const anna = await atWork(browser, "Anna");
  const bob = await atWork(browser, "Bob");
  const { reference } = await say(browser, "The lamp was out", { name: "Ann, flat #3" });
  const row = (page) => page.locator(`#${reference}`);
  await anna.goto(`${shop}/staff/tickets/${reference}`);
  await anna.locator("#answer_text").fill("There is a new lamp.");
  await anna.getByRole("button", { name: "Send the answer" }).click();
  await sayIsSent(anna);
  const line = sent(anna).filter({ hasText: reference });
  for (const name of ["Take a call", "Kind words", "Queue"]) {
    await anna.getByRole("link", { name, exact: true }).click();
    await line.getByText(/^Ann, flat #3 .*: your words leave in \d+ s/).waitFor();
  }
  await look(anna, "queue-reply-leaves");
  assert.equal(await row(anna).count(), 0);
  assert.equal(await sent(bob).filter({ hasText: reference }).count(), 0);
  await bob.goto(`${shop}/staff/tickets/${reference}`);
  await bob.locator(".leaving").getByRole("button", { name: "Undo" }).click(); // He knows better.
  await line.waitFor({ state: "detached" });
  await row(anna).getByText("you have begun an answer").waitFor();
  await bob.goto(`${shop}/staff`);
  await row(bob).getByText(/Anna (is writing|has begun an answer)/).waitFor();

  await anna.goto(`${shop}/staff/tickets/${reference}`);
  await anna.getByRole("button", { name: "Send the answer" }).click();
  await sayIsSent(anna);
  await anna.getByRole("link", { name: "Queue", exact: true }).click();
  await line.getByText("your words are on the customer's page").waitFor({ timeout: 20_000 });
  assert.equal(await line.getByRole("button").count(), 0);
});

story("Nobody is told that words are on the page of a customer who erased theirs meanwhile", async (browser) => {
  const anna = await atWork(browser, "Anna");
  const { page, reference } = await say(browser, "The hall was cold");
  await anna.goto(`${shop}/staff/tickets/${reference}`);
  await anna.locator("#answer_text").fill("There is a new stove.");
  await anna.getByRole("button", { name: "Send the answer" }).click();
  await sayIsSent(anna);
  await anna.goto(`${shop}/staff/tickets/${(await say(browser, "The hall was dark")).reference}`);
  const line = sent(anna).filter({ hasText: reference });
  await line.waitFor();
  const claims = [];
  await anna.exposeFunction("claims", (words) => claims.push(words));
  await anna.evaluate(() => new MutationObserver(() => {
    const words = document.getElementById("sent").innerText;
    if (words.includes("on the customer's page")) globalThis.claims(words);
  }).observe(document.getElementById("sent"), { childList: true, subtree: true }));
  const erased = await page.context().request.post(`${page.url().split("?")[0]}/erase`, { form: { sure: "yes" }, maxRedirects: 0 });
  assert.equal(erased.status(), 303);
  await line.waitFor({ state: "detached", timeout: 20_000 });
  assert.deepEqual(claims, []);
});

async function sayIsSent(page) {
  await page.waitForURL(/[?]sent=/);
  await sent(page).first().waitFor();
}

story("What was said to others is marked before it goes, and one click sends it all the same", async (browser) => {
  const anna = await atWork(browser, "Anna");
  const first = await say(browser, "The cake was dry");
  const second = await say(browser, "The cake was small");
  const polite = "Thank you for telling us about the cake.";
  await anna.goto(`${shop}/staff/tickets/${first.reference}`);
  await anna.locator("#answer_text").fill(`Dear Ann, ${polite}`);
  await anna.getByRole("button", { name: "Send the answer" }).click();
  await sayIsSent(anna);
  await waitFor(async () => {
    await first.page.reload();
    return (await said(first.page)).includes(polite);
  }, "the first answer to leave", 20_000);

  await anna.goto(`${shop}/staff/tickets/${second.reference}`);
  await anna.locator("#answer_text").fill(`Dear Bob, ${polite} The next one is larger, and yours.`);
  await anna.locator("#answer_done").fill("We bought a larger tin.");
  await anna.getByRole("button", { name: "Send the answer" }).click();
  await anna.locator("mark").waitFor();
  assert.equal(await anna.locator("mark").innerText(), polite);
  assert.match(await said(anna), /stands on 1 other ticket/);
  assert.equal(await anna.locator(".mirror a").getAttribute("href"), `/staff/tickets/${first.reference}`);
  assert.equal(await anna.locator("#answer_done").inputValue(), "We bought a larger tin.");
  await look(anna, "reply-mirror");
  await anna.getByRole("button", { name: "Send all the same" }).click();
  await sayIsSent(anna);
});

story("The promised time reads back in words beside the field, before it goes", async (browser) => {
  const anna = await atWork(browser, "Anna");
  const { reference } = await say(browser, "The chair was broken");
  await anna.goto(`${shop}/staff/tickets/${reference}`);
  await anna.locator("summary", { hasText: "Still working on it" }).click();
  await anna.locator("#hold_text").fill("We ask the carpenter.");
  const latest = await anna.locator("#hold_until").getAttribute("max");
  const date = `${latest.slice(0, 10)}T09:00`;
  await anna.locator("#hold_until").fill(date);
  const day = new Date(`${date}Z`).toLocaleDateString("en", { weekday: "long", timeZone: "UTC" });
  assert.match(await anna.locator(".said-back").innerText(), new RegExp(`You promise the next word by ${day}`));
  await look(anna, "reply-hold");
  await anna.getByRole("button", { name: "Send with this date" }).click();
  await sayIsSent(anna);
});

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "" : ", without scripts";

  story(`A quick choice fills the time in and is read before it goes${how}`, async (browser) => {
    const anna = await atWork(browser, "Anna", { javaScriptEnabled });
    const { page, reference } = await say(browser, "The sofa was broken");
    await anna.goto(`${shop}/staff/tickets/${reference}`);
    await anna.locator("summary", { hasText: "Still working on it" }).click();
    await anna.locator("#hold_text").fill("We ask the joiner.");
    const quick = anna.locator(".quick button").nth(1);
    const value = await quick.getAttribute("value");
    assert.match(value, /T\d\d:(00|15|30|45)$/);
    await quick.click();
    await anna.locator(".said-back").getByText(/You promise the next word by/).waitFor();
    assert.equal(await anna.locator("#hold_until").inputValue(), value);
    assert.equal(await anna.locator("#hold_text").inputValue(), "We ask the joiner.");
    await page.reload();
    assert.doesNotMatch(await said(page), /joiner/);
    await anna.getByRole("button", { name: javaScriptEnabled ? "Send with this date" : "Send this promise" }).click();
    await sayIsSent(anna);
  });
}

story("Without scripts, a typed time is read back on a page of its own before it goes", async (browser) => {
  const anna = await atWork(browser, "Anna", withoutScripts);
  const { reference } = await say(browser, "The table was broken");
  await anna.goto(`${shop}/staff/tickets/${reference}`);
  await anna.locator("summary", { hasText: "Still working on it" }).click();
  await anna.locator("#hold_text").fill("We ask the carpenter too.");
  const latest = await anna.locator("#hold_until").getAttribute("max");
  await anna.locator("#hold_until").fill(`${latest.slice(0, 10)}T00:01`);
  await anna.getByRole("button", { name: "Send with this date" }).click();
  assert.match(await said(anna), /You promise the next word by \w+day \d+ \w+ \d{4}, 00:01/);
  await anna.getByRole("button", { name: "Send this promise" }).click();
  await sayIsSent(anna);
});
