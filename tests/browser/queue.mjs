// The queue as staff have it open all day: it changes by itself while others work, says who looks where, and never under
// somebody's hands. Two people are two browsers, side by side.
import assert from "node:assert/strict";
import { Anna } from "./people.mjs";
import * as support from "./support.mjs";
import { atWork, base, person, personTime, phone, say, story, waitFor, withoutScripts } from "./support.mjs";

const within = 1000; // Milliseconds, for what is to be seen of what somebody else did.

/// A customer who writes, by requests alone. Gives the reference.
async function customerWrites(page, dislikes, more = {}) {
  const request = page.context().request;
  const form = await (await request.get(`${base}/`)).text();
  const token = form.match(/name="form_token" value="([^"]+)"/)[1];
  await new Promise((waited) => setTimeout(waited, personTime));
  const sent = await request.post(`${base}/submissions`, { form: { dislikes, ...more, form_token: token }, maxRedirects: 0 });
  assert.equal(sent.status(), 303);
  return (await (await request.get(base + sent.headers().location)).text()).match(/H-[0-9A-Z]{6}/)[0];
}

const row = (page, reference) => page.locator(`#${reference}`);
const live = (page) => page.locator("#live").innerText();

/// When something else than a person's own press is to be seen: once it is there it took so long.
async function soon(found, what) {
  const began = Date.now();
  await waitFor(found, what, 5000);
  const took = Date.now() - began;
  assert.ok(took <= within, `${what} took ${took} ms`);
}

const look = (page, state) => support.look(page, state, { unfold: true });

/// It is the same page as before, not one that was loaded anew.
const mark = (page) => page.evaluate(() => (globalThis.sameAsBefore = true));
const isMarked = (page) => page.evaluate(() => globalThis.sameAsBefore === true);

story("An open queue shows within a second what customers and colleagues do, in the same page", async (browser) => {
  const olga = await atWork(browser, "Olga");
  const anna = await Anna.atWork(browser);
  await mark(olga);
  const reference = await customerWrites(olga, "The ice was warm");
  await soon(() => row(olga, reference).isVisible(), "a new ticket");
  assert.match(await live(olga), /New: The ice was warm/);
  assert.match(await row(olga, reference).innerText(), /in 2[34] hours[^]*nobody has it yet/);

  await anna.post(`/staff/tickets/${reference}/claim`, { mine: "yes" });
  await soon(async () => /with Anna/.test(await row(olga, reference).innerText()), "a claim");
  assert.match(await live(olga), new RegExp(`Changed: ${reference}.*with Anna`));
  await anna.post(`/staff/tickets/${reference}/assign`, { name: "Olga" });
  await soon(async () => /you have it/.test(await row(olga, reference).innerText()), "a hand-over");
  await anna.post(`/staff/tickets/${reference}/kind`, { kind: "other" });
  await soon(async () => /other/i.test(await row(olga, reference).innerText()), "another kind");
  await anna.write(reference, "answer", { text: "We have cold ice now." });
  await waitFor(async () => !(await row(olga, reference).count()), "an answer", 20_000);
  assert.match(await live(olga), new RegExp(`No longer in this list: ${reference}`));
  assert.ok(await isMarked(olga));
});

story("What came in is marked as new, also without colours, until somebody who is there has had it before them", async (browser) => {
  const olga = await atWork(browser, "Olga");
  const before = await customerWrites(olga, "The one that was there");
  await olga.reload();
  const reference = await customerWrites(olga, "The marked one");
  const word = row(olga, reference).getByText("New", { exact: true });
  await word.waitFor({ timeout: 3000 });
  assert.ok(await row(olga, before).getByText("New", { exact: true }).isHidden(), "nothing came of that one");
  await look(olga, "queue-new");
  const anna = await Anna.atWork(browser);
  await anna.post(`/staff/tickets/${reference}/claim`, { mine: "yes" });
  await waitFor(async () => /with Anna/.test(await row(olga, reference).innerText()), "a claim");
  assert.ok(await word.isVisible(), "a change takes the mark away");
  await row(olga, reference).scrollIntoViewIfNeeded();
  await olga.mouse.move(20, 20);
  await olga.mouse.move(200, 200);
  await word.waitFor({ state: "hidden" });
  assert.equal(await olga.locator(".row .new:visible").count(), 0);
});

story("In a long queue, what moves up from below for a row that went is not marked as new", async (browser) => {
  const olga = await atWork(browser, "Olga");
  const anna = await Anna.atWork(browser);
  const first = await customerWrites(olga, "The one that goes");
  const below = await customerWrites(olga, "The one from below");
  await olga.route("**/staff", async (route) => {
    const answer = await route.fetch();
    const cut = (await answer.text()).replace(new RegExp(`<li [^>]*id="${below}"[^]*?</li>`), "");
    await route.fulfill({ response: answer, body: cut }); // As if others stood before it.
  });
  await olga.reload();
  await row(olga, first).waitFor();
  assert.equal(await row(olga, below).count(), 0);
  await olga.unroute("**/staff");
  await anna.write(first, "answer", { text: "We hold the door." });
  await waitFor(async () => !(await row(olga, first).count()), "an answer", 20_000);
  await row(olga, below).waitFor();
  assert.ok(await row(olga, below).getByText("New", { exact: true }).isHidden());
  assert.doesNotMatch(await live(olga), /New:/);
});

story("On a telephone one tap leads from the top of a long ticket to the field for the answer", async (browser) => {
  const anna = await atWork(browser, "Anna", phone);
  const customer = await person(browser);
  const reference = await say(customer, { dislikes: "The soup was cold. ".repeat(200), name: "Ann" });
  for (const words of ["The bread was hard. ", "The tea was weak. "]) {
    await customer.locator("[name=text]").fill(words.repeat(100));
    await customer.locator(".more > [type=submit]").first().click();
    await customer.waitForLoadState();
  }
  await anna.goto(`${base}/staff/tickets/${reference}`);
  await look(anna, "ticket-long");
  await anna.setViewportSize(phone.viewport);
  await anna.getByRole("link", { name: "Go to the answer" }).click();
  const field = await anna.locator("#answer_text").boundingBox();
  assert.ok(field.y >= 0 && field.y < phone.viewport.height, `the field is at ${field.y}`);
  assert.equal(await anna.evaluate(() => document.activeElement.id), "answer_text");
});

story("A row that has the focus keeps it, and the page stays where it is, while others come and go", async (browser) => {
  const olga = await atWork(browser, "Olga", { viewport: { width: 360, height: 500 } });
  const anna = await Anna.atWork(browser);
  const mine = await customerWrites(olga, "The one I am reading");
  await row(olga, mine).waitFor();
  const link = row(olga, mine).locator(".row-words a");
  await link.focus();
  const before = await link.boundingBox();
  const other = await customerWrites(olga, "Another one");
  await row(olga, other).waitFor();
  await anna.post(`/staff/tickets/${mine}/claim`, { mine: "yes" });
  await waitFor(async () => /with Anna/.test(await row(olga, mine).innerText()), "a claim");
  assert.ok(await link.evaluate((one) => one === document.activeElement));
  assert.ok(Math.abs((await link.boundingBox()).y - before.y) < 2, "the row has moved");
  await anna.write(mine, "answer", { text: "Read and answered." });
  await waitFor(async () => !(await row(olga, mine).count()), "an answer", 20_000);
  assert.ok(await olga.evaluate(() => document.activeElement.closest(".row") !== null), "the focus is lost");
});

story("Who looks at a ticket is seen in the queue and on the ticket, and no longer when they close it", async (browser) => {
  const anna = await atWork(browser, "Anna");
  const olga = await atWork(browser, "Olga");
  const reference = await customerWrites(olga, "Somebody should look");
  await olga.goto(`${base}/staff/tickets/${reference}`);
  await waitFor(async () => /Olga is looking/.test(await row(anna, reference).innerText()), "presence in the queue", 3000);
  await anna.goto(`${base}/staff/tickets/${reference}`);
  await waitFor(async () => /Olga is looking/.test(await anna.locator("#people").innerText()), "presence on the ticket", 3000);
  await waitFor(async () => /Anna is looking/.test(await olga.locator("#people").innerText()), "her presence", 3000);
  await look(anna, "ticket-two-look");
  await olga.close();
  await waitFor(async () => !/Olga/.test(await anna.locator("#people").innerText()), "that Olga went", 5000);
});

story("Several tabs of one browser have one connection between them, also when the first one is closed", async (browser) => {
  const first = await atWork(browser, "Anna");
  const streams = new Map(); // And of which tab.
  const alive = () => [...streams.values()].filter((page) => !page.isClosed()).length;
  first.context().on("request", (request) => {
    if (request.url().includes("/staff/news")) streams.set(request, request.frame().page());
  });
  for (const end of ["requestfinished", "requestfailed"]) first.context().on(end, (request) => streams.delete(request));
  await first.reload();
  await waitFor(() => alive() === 1, "a connection");
  const second = await first.context().newPage();
  await second.goto(`${base}/staff`);
  const third = await first.context().newPage();
  await third.goto(`${base}/staff?view=all`);
  const reference = await customerWrites(first, "Seen in all tabs");
  for (const page of [first, second, third]) await row(page, reference).waitFor({ timeout: 3000 });
  assert.equal(alive(), 1, "another tab opened a connection");
  await first.close();
  const later = await customerWrites(second, "Seen in those that are left");
  for (const page of [second, third]) await row(page, later).waitFor({ timeout: 5000 });
  assert.equal(alive(), 1);
});

story("What was missed while the connection was away is shown when it comes back", async (browser) => {
  const anna = await atWork(browser, "Anna");
  await anna.context().setOffline(true);
  const request = (await person(browser)).context();
  const page = request.pages()[0];
  const reference = await customerWrites(page, "While you were away");
  await anna.context().setOffline(false);
  await row(anna, reference).waitFor({ timeout: 15_000 });
});

story("On a ticket a new message is offered, and touches nothing of what is being written", async (browser) => {
  const anna = await atWork(browser, "Anna");
  const customer = await person(browser);
  const reference = await say(customer, { dislikes: "The soup was cold", name: "Ann" });
  await anna.goto(`${base}/staff/tickets/${reference}`);
  await mark(anna);
  await anna.locator("#answer_text").fill("We are sor");
  await customer.locator("[name=text]").fill("And the bread was hard");
  await customer.locator(".more > [type=submit]").first().click();
  const offer = anna.locator("#fresh");
  await offer.waitFor({ timeout: 3000 });
  assert.match(await offer.innerText(), /New: Ann wrote/);
  assert.equal(await anna.getByText("And the bread was hard").count(), 0);
  assert.equal(await anna.locator("#answer_text").inputValue(), "We are sor");
  await look(anna, "ticket-new-message");

  await offer.getByRole("button", { name: "Read it" }).click();
  await anna.getByText("And the bread was hard").waitFor();
  assert.ok(await anna.evaluate(() => document.activeElement.matches(".entry")));
  assert.equal(await anna.locator("#answer_text").inputValue(), "We are sor");
  await anna.locator("#answer_text").fill("We are sorry about both.");
  assert.ok(await isMarked(anna));
  await anna.getByRole("button", { name: "Send the answer" }).click();
  await anna.waitForURL((url) => !url.pathname.endsWith("/answer"));
});

/// Two tickets, of which the first one is due first; the second customer has written once more.
async function twoOnOneMatter(browser, page) {
  const stays = await customerWrites(page, "The side door sticks", { name: "Ann" });
  const bob = await person(browser);
  const goes = await say(bob, { dislikes: "I was stuck at the side entrance", name: "Bob" });
  await bob.locator("[name=text]").fill("And it was raining on us");
  await bob.locator(".more > [type=submit]").first().click();
  await bob.getByText("And it was raining on us").first().waitFor();
  return { stays, goes };
}

story("What comes along with another ticket is offered and read before an answer counts as written in its sight", async (browser) => {
  const olga = await atWork(browser, "Olga");
  const anna = await Anna.atWork(browser);
  const { stays, goes } = await twoOnOneMatter(browser, olga);
  await olga.goto(`${base}/staff/tickets/${stays}`);
  await mark(olga);
  await olga.locator("#answer_text").fill("The joiner comes");
  const before = await olga.locator(".reply [name=seen]").inputValue();
  await anna.post(`/staff/tickets/${goes}/merge`, { into: stays, sure: "yes" });
  const offer = olga.locator("#fresh");
  await offer.waitFor({ timeout: 3000 });
  assert.equal(await olga.locator("#thread .words", { hasText: "I was stuck at the side entrance" }).count(), 0);
  assert.equal(await olga.locator(".reply [name=seen]").inputValue(), before);

  await offer.getByRole("button", { name: "Read it" }).click();
  for (const words of ["I was stuck at the side entrance", "And it was raining on us"])
    assert.equal(await olga.locator("#thread .words", { hasText: words }).count(), 1, words);
  assert.ok(await olga.evaluate(() => document.activeElement.matches(".along")));
  assert.equal(await olga.locator("#answer_text").inputValue(), "The joiner comes");
  await look(olga, "ticket-came-along");
  await olga.locator("#answer_text").fill("The joiner comes tomorrow.");
  assert.ok(await isMarked(olga));
  await olga.getByRole("button", { name: "Send the answer" }).click();
  await olga.waitForURL((url) => !url.pathname.endsWith("/answer"));
});

story("Whoever writes on a ticket that goes along with another one is led there, and keeps the words", async (browser) => {
  const olga = await atWork(browser, "Olga");
  const anna = await Anna.atWork(browser);
  const { stays, goes } = await twoOnOneMatter(browser, olga);
  await olga.goto(`${base}/staff/tickets/${goes}`);
  await olga.locator("#answer_text").fill("The joiner has pla");
  await anna.post(`/staff/tickets/${goes}/merge`, { into: stays, sure: "yes" });
  await waitFor(async () => (await live(olga)) === `This ticket now goes along with ${stays}.`, "the word");
  assert.equal(await olga.locator("#answer_text").inputValue(), "The joiner has pla");
  await look(olga, "ticket-went-along");
  await olga.locator("#answer_text").fill("The joiner has planed the door.");
  await olga.locator("#live").getByRole("link", { name: stays }).click();
  await olga.waitForURL(`**/staff/tickets/${stays}`);
  await waitFor(async () => {
    await olga.reload();
    return (await olga.locator("#answer_text").inputValue()) === "The joiner has planed the door.";
  }, "the words on the ticket that stays");
});

story("Whoever has signed out elsewhere is told so, and hears nothing any more", async (browser) => {
  const anna = await atWork(browser, "Anna");
  const other = await anna.context().newPage();
  await other.goto(`${base}/staff`);
  await other.locator("form[action='/staff/sign-out'] button").first().click();
  await other.waitForURL("**/sign-in");
  await waitFor(async () => /You are signed out/.test(await live(anna)), "the word", 12_000);
});

story("Without scripts the queue has a page that reloads, and nothing of it is missing", async (browser) => {
  const anna = await atWork(browser, "Anna", withoutScripts);
  const reference = await customerWrites(anna, "Read without scripts");
  assert.equal(await anna.locator("meta[http-equiv=refresh]").count(), 1);
  await anna.reload();
  assert.match(await row(anna, reference).innerText(), /Read without scripts/);
});

// ---- One tap, one key, and whoever is away ----

story("A ticket is taken, given back and handed over by one tap in the queue", async (browser) => {
  const anna = await atWork(browser, "Anna", phone);
  const reference = await customerWrites(anna, "Who takes me?");
  const mine = row(anna, reference);
  await mine.getByRole("button", { name: "I take it" }).click();
  await soon(async () => /you have it/.test(await mine.innerText()), "a claim");
  await mine.getByRole("button", { name: "Give it back" }).click();
  await soon(async () => /nobody has it yet/.test(await mine.innerText()), "a ticket given back");
  await mine.getByRole("link", { name: "Hand it to" }).click();
  const dialog = anna.locator("#hand");
  await dialog.waitFor();
  await look(anna, "queue-hand-over");
  await dialog.getByRole("button", { name: "Olga" }).click();
  await soon(async () => /with Olga/.test(await mine.innerText()), "a hand-over");
  await mine.getByRole("link", { name: "Hand it to" }).click();
  await dialog.waitFor();
  assert.ok(await dialog.locator("button[value=Olga]").isHidden(), "she has it already");
  await anna.keyboard.press("Escape");
  assert.equal(new URL(anna.url()).pathname, "/staff");
});

story("Taps in the queue work without scripts too, and come back to it", async (browser) => {
  const anna = await atWork(browser, "Anna", withoutScripts);
  const reference = await customerWrites(anna, "Take me without scripts");
  await anna.goto(`${base}/staff?view=all`);
  await row(anna, reference).getByRole("button", { name: "I take it" }).click();
  await anna.waitForURL("**/staff?view=all");
  assert.match(await row(anna, reference).innerText(), /you have it/);
  await row(anna, reference).getByRole("link", { name: "Hand it to" }).click();
  await anna.locator("#name").selectOption("Olga");
  await anna.getByRole("button", { name: "Hand over" }).click();
  await anna.goto(`${base}/staff?view=all`);
  assert.match(await row(anna, reference).innerText(), /with Olga/);
});

story("The whole of a day's work by keys alone: move, take, hand over, open, answer, search, help", async (browser) => {
  const anna = await atWork(browser, "Anna");
  const first = await customerWrites(anna, "First by keys");
  const second = await customerWrites(anna, "Second by keys");
  await row(anna, second).waitFor();
  const focused = () => anna.evaluate(() => document.activeElement.closest(".row")?.id);
  const press = (key) => anna.keyboard.press(key);
  for (let steps = 0; steps < 60 && (await focused()) !== second; steps += 1) await press("j");
  assert.equal(await focused(), second);
  await press("k");
  assert.equal(await focused(), first);
  await press("c");
  await soon(async () => /you have it/.test(await row(anna, first).innerText()), "a claim by key");
  assert.equal(await focused(), first);
  await press("a");
  await anna.locator("#hand[open]").waitFor();
  await press("c"); // Means nothing here.
  await press("Escape");
  await anna.locator("#hand").waitFor({ state: "hidden" });
  assert.equal(await focused(), first);

  await press("?");
  await anna.locator("#keys[open]").waitFor();
  assert.equal(await anna.evaluate(() => document.activeElement.textContent), "Close");
  await look(anna, "queue-keys");
  await press("Escape");
  await press("/");
  assert.ok(await anna.evaluate(() => document.activeElement.id === "q"));
  await anna.keyboard.type("jock"); // Letters in a field are letters.
  assert.equal(await anna.locator("#q").inputValue(), "jock");
  await anna.locator("#q").fill("");

  await row(anna, first).locator(".row-words a").focus();
  await press("o");
  await anna.waitForURL(`**/tickets/${first}`);
  await press("n");
  assert.ok(await anna.evaluate(() => document.activeElement.id === "note_text"));
  await anna.locator("h1").evaluate((one) => { one.tabIndex = -1; one.focus(); });
  await press("h");
  assert.ok(await anna.evaluate(() => document.activeElement.id === "hold_text"));
  await anna.locator("h1").focus();
  await press("j");
  await anna.waitForURL(`**/tickets/${second}`);
  await press("r");
  assert.ok(await anna.evaluate(() => document.activeElement.id === "answer_text"));
  await anna.keyboard.type("Answered by keys alone.");
  await press("Control+Enter");
  await anna.waitForURL((url) => !url.pathname.endsWith(second));
});

story("Single keys can be turned off for good, and with another key held they do nothing", async (browser) => {
  const anna = await atWork(browser, "Anna");
  const reference = await customerWrites(anna, "Not by chance");
  await row(anna, reference).locator(".row-words a").focus();
  await anna.keyboard.press("Alt+c");
  await anna.goto(`${base}/staff/me`);
  await look(anna, "me");
  await anna.getByRole("button", { name: "Turn single keys off" }).click();
  await anna.getByText("Single keys do nothing.").waitFor();
  await anna.goto(`${base}/staff`);
  await row(anna, reference).locator(".row-words a").focus();
  await anna.keyboard.press("c");
  await anna.keyboard.press("?");
  assert.equal(await anna.locator("dialog[open]").count(), 0);
  assert.match(await row(anna, reference).innerText(), /nobody has it yet/);
  await anna.goto(`${base}/staff/me`);
  await anna.getByRole("button", { name: "Turn single keys on" }).click();
  await anna.getByText("Single keys do something").waitFor();
});

story("Whoever is away is not offered, and their tickets say until when, in queues that are open too", async (browser) => {
  const anna = await atWork(browser, "Anna");
  const olga = await atWork(browser, "Olga");
  const reference = await customerWrites(anna, "Anna has me");
  await row(anna, reference).getByRole("button", { name: "I take it" }).click();
  const me = await anna.context().newPage();
  await me.goto(`${base}/staff/me`);
  const afterTomorrow = new Date(Date.now() + 48 * 60 * 60 * 1000).toISOString().slice(0, 16);
  await me.getByLabel("I am away until").fill(afterTomorrow);
  await me.getByRole("button", { name: "Be away until then" }).click();
  await me.getByText("You are away until").waitFor();
  const due = me.locator(".held li", { hasText: "Anna has me" });
  assert.match(await due.innerText(), /due tomorrow/);
  await look(me, "me-away");
  await due.getByRole("link", { name: "Hand it to" }).click();
  await me.locator("#name").waitFor();
  assert.match(me.url(), new RegExp(`${reference}#name$`));
  assert.match(await me.locator(".bar").innerText(), /Anna, away until/);
  await me.goto(`${base}/staff/call`);
  assert.match(await me.locator(".bar").innerText(), /Anna, away until/);
  await me.goto(`${base}/staff/me`);
  await waitFor(async () => /with Anna, away until/.test(await row(olga, reference).innerText()), "that she is away", 3000);
  await olga.reload();
  const free = await customerWrites(olga, "Nobody has me");
  await row(olga, free).getByRole("link", { name: "Hand it to" }).click();
  assert.ok(await olga.locator("#hand button[value=Anna]").isDisabled());
  assert.match(await olga.locator("#hand").innerText(), /Anna, away until/);
  await look(olga, "queue-hand-over-away");
  await me.getByRole("button", { name: "I am back" }).click();
  await waitFor(async () => !/away until/.test(await row(olga, reference).innerText()), "that she is back", 3000);
});

story("The queue can be installed as an app: a manifest with icons, and no worker that keeps customers' words", async (browser) => {
  const anna = await atWork(browser, "Anna", phone);
  const manifest = await (await anna.context().request.get(`${base}${await anna.locator("link[rel=manifest]").getAttribute("href")}`)).json();
  assert.equal(manifest.start_url, "/staff");
  assert.equal(manifest.display, "standalone");
  for (const { src, sizes } of manifest.icons) {
    const size = await anna.evaluate(async (at) => {
      const picture = new Image();
      picture.src = at;
      await picture.decode();
      return `${picture.naturalWidth}x${picture.naturalHeight}`;
    }, src);
    assert.equal(size, sizes);
  }
  assert.equal((await anna.evaluate(() => navigator.serviceWorker.getRegistrations())).length, 0);
});

story("The queue in every state, by light and dark, down to 320 px", async (browser) => {
  const anna = await atWork(browser, "Anna");
  for (const view of ["due", "mine", "promised", "praise", "check", "all"]) {
    await anna.goto(`${base}/staff?view=${view}`);
    await look(anna, `queue-${view}`);
  }
  await anna.goto(`${base}/staff?q=nothing+has+these+words`);
  await look(anna, "queue-search-empty");
});
