// What staff can find out: tickets by what was said on them, the customer beside their words, tickets like the one at
// hand, and the history of one.
import assert from "node:assert/strict";
import { expectAccessible } from "./accessible.mjs";
import { base, desk, expectNoOverflow, password, person, personTime, phone, shoot, story, waitFor } from "./support.mjs";

/// Leads to the status page, and gives the reference.
async function say(page, dislikes, more = {}) {
  await page.goto(`${base}/`);
  await page.locator("[name=dislikes]").fill(dislikes);
  for (const [name, value] of Object.entries(more)) await page.locator(`[name=${name}]`).fill(value);
  await page.waitForTimeout(personTime);
  await page.locator("form[action^='/submissions'] [type=submit]").click();
  await page.waitForURL("**/t/*");
  return (await page.locator("main").innerText()).match(/H-[0-9A-Z]{6}/)[0];
}

/// Anna, without scripts: all of this works without.
async function atWork(browser) {
  const page = await person(browser, { ...desk, javaScriptEnabled: false });
  await page.goto(`${base}/staff/sign-in`);
  await page.locator("[name=name]").fill("Anna");
  await page.locator("[name=password]").fill(password);
  await page.locator("main [type=submit]").click();
  await page.waitForURL("**/staff");
  return page;
}

async function searchFor(page, words) {
  await page.goto(`${base}/staff`);
  await page.locator("#q").fill(words);
  await page.locator("#q").press("Enter");
  await page.waitForURL(/q=|tickets/);
}

const released = 30_000; // An answer may be taken back for a while.

/// What is said is found a moment later.
const found = (page, words, reference) =>
  waitFor(async () => {
    await searchFor(page, words);
    return (await page.locator("main").innerText()).includes(reference);
  }, `${reference} by “${words}”`);

const main = (page) => page.locator("main").innerText();
const open = (page, reference) => page.goto(`${base}/staff/tickets/${reference}`);

async function answer(page, reference, words) {
  await open(page, reference);
  await page.locator("#answer_text").fill(words);
  await page.getByRole("button", { name: "Send the answer" }).click();
  await page.waitForURL((url) => !url.pathname.endsWith(reference));
}

/// The same page, for a browser that can be asked what axe asks: with scripts.
async function look(browser, page, state) {
  const eyes = await person(browser, desk);
  await eyes.context().addCookies(await page.context().cookies());
  await eyes.goto(page.url());
  await eyes.evaluate(() => document.querySelectorAll("details").forEach((folded) => (folded.open = true)));
  for (const colorScheme of ["light", "dark"]) {
    await eyes.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await expectAccessible(eyes, `${state}, ${colorScheme}`);
    for (const { viewport } of [phone, desk]) {
      await eyes.setViewportSize(viewport);
      await expectNoOverflow(eyes);
      await shoot(eyes, `${state}-${viewport.width}-${colorScheme}`);
    }
  }
}

story("Staff find a ticket by the beginning of a word, without its accents, and see it marked", async (browser) => {
  const anna = await atWork(browser);
  const customer = await person(browser);
  const first = await say(customer, "The Crème brûlée was burnt.\nAnd <b>cold</b>.", { name: "Łukasz Großmann" });
  const second = await say(customer, "No more creme for me, please.");
  await found(anna, "CREM", second);
  assert.deepEqual(await anna.locator("mark").allInnerTexts(), ["creme", "Crème"]);
  assert.match(await main(anna), /<b>cold<\/b>/);
  const rows = async () => (await anna.locator(".row").allInnerTexts()).map((row) => row.match(/H-[0-9A-Z]{6}/)[0]);
  assert.deepEqual(await rows(), [second, first]);
  await anna.getByRole("button", { name: "Due first" }).click();
  assert.deepEqual(await rows(), [first, second]);
  await look(browser, anna, "search");
  await found(anna, "grossmann lukas", first);
  await searchFor(anna, "brulee grossmann please");
  assert.match(await main(anna), /Nothing was found/);
  await look(browser, anna, "search-nothing");
  for (const odd of ['"', "crem*)", "NOT (", "'--", "-", "🍮"]) {
    await searchFor(anna, odd);
    assert.equal(await anna.locator("#q").count(), 1, odd);
  }
});

story("A reference that was read out over the telephone leads to its ticket at once", async (browser) => {
  const anna = await atWork(browser);
  const reference = await say(await person(browser), "The tap drips.");
  await searchFor(anna, reference.toLowerCase().replaceAll("0", "o").replaceAll("1", "l"));
  assert.ok(anna.url().endsWith(`/staff/tickets/${reference}`), anna.url());
});

story("Whether a customer has written before shows after the answer; what we owe them, before", async (browser) => {
  const anna = await atWork(browser);
  const customer = await person(browser);
  const contact = { contact: "0151 8877665" };
  const first = await say(customer, "The umbrella does not open.", contact);
  const second = await say(customer, "And now the umbrella does not close!", contact);
  await found(anna, "umbrella close", second);

  await open(anna, second);
  assert.match(await main(anna), /Of the same matter\s+The umbrella does not open/);
  assert.doesNotMatch(await main(anna), /written once before/);
  await anna.getByText("Add a note about the customer").click();
  await anna.locator("#customer_note").fill("Prefers to be called in the evening.");
  await anna.getByRole("button", { name: "Save this note" }).click();
  await look(browser, anna, "customer-before");

  await open(anna, first);
  assert.match(await main(anna), /Prefers to be called in the evening/);
  await answer(anna, first, "A new umbrella is on its way.");
  await waitFor(async () => {
    await open(anna, first);
    return (await main(anna)).includes("They have written once before.");
  }, "what we know of the customer", released);
  await look(browser, anna, "customer-after");
  await anna.getByRole("button", { name: "Remove this note" }).click();
  assert.doesNotMatch(await main(anna), /Prefers to be called/);
});

story("Beside a ticket stands what was answered on one like it, and its history reads as sentences", async (browser) => {
  const anna = await atWork(browser);
  const customer = await person(browser);
  const before = await say(customer, "The saddle of the bicycle squeaks terribly.");
  await answer(anna, before, "A drop of oil on the springs has cured it.");
  const now = await say(customer, "My bicycle: the saddle squeaks.");
  await waitFor(async () => {
    await open(anna, now);
    return (await main(anna)).includes("Like this one");
  }, "a ticket like it", released);
  await anna.locator("summary", { hasText: "The saddle of the bicycle" }).click();
  assert.match(await main(anna), /A drop of oil/);
  assert.match(await main(anna), new RegExp(before));
  await look(browser, anna, "like");
  await waitFor(async () => {
    await open(anna, before);
    await anna.getByText("History").click();
    return /promised an answer by .*\n.*kept the promise for .*, Anna/s.test(await main(anna));
  }, "the history", released);
});
