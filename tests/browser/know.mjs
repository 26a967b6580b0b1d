// What staff can find out: tickets by what was said on them, the customer beside their words, tickets like the one at
// hand, and the history of one. All of this works without scripts.
import assert from "node:assert/strict";
import { atWork, base, lookWithScripts, person, said, say, story, waitFor, withoutScripts } from "./support.mjs";

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
    return (await said(page)).includes(reference);
  }, `${reference} by “${words}”`);

const open = (page, reference) => page.goto(`${base}/staff/tickets/${reference}`);

async function answer(page, reference, words) {
  await open(page, reference);
  await page.locator("#answer_text").fill(words);
  await page.getByRole("button", { name: "Send the answer" }).click();
  await page.waitForURL((url) => !url.pathname.endsWith(reference));
}

story("Staff find a ticket by the beginning of a word, without its accents, and see it marked", async (browser) => {
  const anna = await atWork(browser, "Anna", withoutScripts);
  const customer = await person(browser);
  const first = await say(customer, { dislikes: "The Crème brûlée was burnt.\nAnd <b>cold</b>.", name: "Łukasz Großmann" });
  const second = await say(customer, { dislikes: "No more creme for me, please." });
  await found(anna, "CREM", second);
  assert.deepEqual(await anna.locator("mark").allInnerTexts(), ["creme", "Crème"]);
  assert.match(await said(anna), /<b>cold<\/b>/);
  const rows = async () => (await anna.locator(".row").allInnerTexts()).map((row) => row.match(/H-[0-9A-Z]{6}/)[0]);
  assert.deepEqual(await rows(), [second, first]);
  await anna.getByRole("button", { name: "Due first" }).click();
  assert.deepEqual(await rows(), [first, second]);
  await lookWithScripts(browser, anna, "search");
  await found(anna, "grossmann lukas", first);
  await searchFor(anna, "brulee grossmann please");
  assert.match(await said(anna), /Nothing was found/);
  await lookWithScripts(browser, anna, "search-nothing");
  for (const odd of ['"', "crem*)", "NOT (", "'--", "-", "🍮"]) {
    await searchFor(anna, odd);
    assert.equal(await anna.locator("#q").count(), 1, odd);
  }
});

story("A reference that was read out over the telephone leads to its ticket at once", async (browser) => {
  const anna = await atWork(browser, "Anna", withoutScripts);
  const reference = await say(await person(browser), { dislikes: "The tap drips." });
  await searchFor(anna, reference.toLowerCase().replaceAll("0", "o").replaceAll("1", "l"));
  assert.ok(anna.url().endsWith(`/staff/tickets/${reference}`), anna.url());
});

story("Whether a customer has written before shows after the answer; what we owe them, before", async (browser) => {
  const anna = await atWork(browser, "Anna", withoutScripts);
  const customer = await person(browser);
  const contact = { contact: "0151 8877665" };
  const first = await say(customer, { dislikes: "The umbrella does not open.", ...contact });
  const second = await say(customer, { dislikes: "And now the umbrella does not close!", ...contact });
  await found(anna, "umbrella close", second);

  await open(anna, second);
  assert.match(await said(anna), /Of the same matter\s+The umbrella does not open/);
  assert.doesNotMatch(await said(anna), /written once before/);
  await anna.getByText("Add a note about the customer").click();
  await anna.locator("#customer_note").fill("Prefers to be called in the evening.");
  await anna.getByRole("button", { name: "Save this note" }).click();
  await lookWithScripts(browser, anna, "customer-before");

  await open(anna, first);
  assert.match(await said(anna), /Prefers to be called in the evening/);
  await answer(anna, first, "A new umbrella is on its way.");
  await waitFor(async () => {
    await open(anna, first);
    return (await said(anna)).includes("They have written once before.");
  }, "what we know of the customer", released);
  await lookWithScripts(browser, anna, "customer-after");
  await anna.getByRole("button", { name: "Remove this note" }).click();
  assert.doesNotMatch(await said(anna), /Prefers to be called/);
});

story("Beside a ticket stands what was answered on one like it, and its history reads as sentences", async (browser) => {
  const anna = await atWork(browser, "Anna", withoutScripts);
  const customer = await person(browser);
  const before = await say(customer, { dislikes: "The saddle of the bicycle squeaks terribly." });
  await answer(anna, before, "A drop of oil on the springs has cured it.");
  const now = await say(customer, { dislikes: "My bicycle: the saddle squeaks." });
  await waitFor(async () => {
    await open(anna, now);
    return (await said(anna)).includes("Like this one");
  }, "a ticket like it", released);
  await anna.locator("summary", { hasText: "The saddle of the bicycle" }).click();
  assert.match(await said(anna), /A drop of oil/);
  assert.match(await said(anna), new RegExp(before));
  await lookWithScripts(browser, anna, "like");
  await waitFor(async () => {
    await open(anna, before);
    await anna.getByText("History").click();
    return /promised an answer by .*\n.*kept the promise for .*, Anna/s.test(await said(anna));
  }, "the history", released);
});
