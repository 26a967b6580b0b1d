// What customers can do with their ticket besides reading it, and what staff see of that: erase their words, say how it
// was handled, take a copy, print it; and what becomes of a link that was made void.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { atWork, base, desk, look, person, said, say, shoot, story, waitFor } from "./support.mjs";

async function answer(anna, reference, words) {
  await anna.goto(`${base}/staff/tickets/${reference}`);
  await anna.locator("#answer_text").fill(words);
  await anna.getByRole("button", { name: "Send the answer" }).click();
  await anna.waitForURL(/[?]sent=/);
}

story("A customer has their words erased, without scripts, and staff see that they did", async (browser) => {
  const anna = await atWork(browser);
  const page = await person(browser, { javaScriptEnabled: false });
  const reference = await say(page, { dislikes: "The milk was zourful", name: "Annabelinda" });
  await answer(anna, reference, "Fresh milk is yours.");
  await page.reload();
  await page.getByRole("link", { name: "Erase what I wrote" }).click();
  await page.getByRole("link", { name: "No, keep everything" }).click();
  assert.match(await said(page), /zourful/);

  await page.getByRole("link", { name: "Erase what I wrote" }).click();
  assert.match(await page.locator("h1").innerText(), /Erase what you wrote/);
  await page.getByRole("button", { name: "Erase" }).click();
  await page.waitForURL("**/t/*");
  assert.match(await said(page), /Your words are erased/);
  assert.match(await said(page), /Fresh milk is yours/);
  assert.doesNotMatch(await said(page), /zourful|Annabelinda/);
  assert.equal(await page.getByRole("link", { name: "Erase what I wrote" }).count(), 0);

  await page.goBack();
  await page.goto(`${page.url()}`);
  assert.doesNotMatch(await said(page), /zourful/);

  await anna.goto(`${base}/staff/tickets/${reference}`);
  assert.match(await said(anna), /Erased by the customer: today/);
  assert.doesNotMatch(await said(anna), /zourful|Annabelinda/);
  await look(anna, "staff-erased");
  await anna.goto(`${base}/staff?view=all`);
  assert.match(await said(anna), /Erased by the customer: today/);
});

story("A status page that is open elsewhere shows within a second that the words are erased", async (browser) => {
  const page = await person(browser);
  await say(page, { dislikes: "The milk was zourful" });
  const other = await page.context().newPage();
  await other.goto(`${page.url()}/erase`);
  await look(other, "erase");
  await other.getByRole("button", { name: "Erase" }).click();
  await page.getByText("Your words are erased.").waitFor({ timeout: 3000 });
  assert.equal(await page.getByText("zourful").count(), 0);
  await look(page, "status-erased");

  await page.locator("[name=text]").fill("Another thing");
  await page.locator(".more > [type=submit]").click();
  await waitFor(async () => /We promise you an answer by/.test(await said(page)), "a new promise");
});

story("A word on how it was handled goes with the verdict, is kept when it is too long, and reaches staff", async (browser) => {
  const anna = await atWork(browser);
  const page = await person(browser);
  const reference = await say(page, { dislikes: "The till was closed" });
  await answer(anna, reference, "It is open now.");
  await page.getByText("It is open now.").waitFor();
  const words = page.locator("[name=text]");
  await words.fill("ö".repeat(10_001));
  await page.getByRole("button", { name: "This is settled" }).click();
  await page.waitForLoadState();
  assert.match(await page.title(), /^Error: /);
  assert.equal(await words.inputValue(), "ö".repeat(10_001));
  await words.fill("ö");
  await look(page, "status-words-over");
  await words.fill("Quick, and with a smile.");
  await page.getByRole("button", { name: "This is settled" }).click();
  await page.waitForURL(/\/t\/[^/]*$/);
  assert.match(await said(page), /Quick, and with a smile\./);
  await anna.goto(`${base}/staff/tickets/${reference}`);
  assert.match(await said(anna), /Quick, and with a smile\./);
});

story("What is being written stays while the page brings news, and goes with whichever button is pressed", async (browser) => {
  const anna = await atWork(browser);
  const page = await person(browser);
  const reference = await say(page, { dislikes: "The till was closed" });
  await page.locator("[name=text]").fill("Half a sente");
  await answer(anna, reference, "It is open now.");
  await page.getByText("It is open now.").waitFor();
  assert.equal(await page.locator("[name=text]").inputValue(), "Half a sente");
  await page.getByRole("button", { name: "No, it is not settled" }).click();
  await page.waitForURL(/\/t\/[^/]*$/);
  assert.match(await said(page), /Half a sente/);
  assert.equal(await page.locator("[name=text]").inputValue(), "");
});

story("A copy has everything that the page shows, and the page on paper has no buttons", async (browser) => {
  const page = await person(browser);
  const reference = await say(page, { dislikes: "The till was closed", name: "Ann" });
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Take a copy" }).click(),
  ]);
  assert.equal(download.suggestedFilename(), `${reference}.json`);
  const copy = JSON.parse(readFileSync(await download.path(), "utf8"));
  assert.equal(copy.reference, reference);
  assert.equal(copy.said.dislikes, "The till was closed");
  assert.equal(copy.promises[0].state, "open");
  assert.match(copy.promises[0].due_at, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);

  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  assert.equal(await page.locator("button:visible, textarea:visible, a:visible").count(), 0);
  assert.match(await said(page), /The till was closed/);
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)");
  await page.setViewportSize(desk.viewport);
  await shoot(page, "status-on-paper");
});

story("Staff make a link void: the old one says so kindly, and the new one opens the ticket", async (browser) => {
  const anna = await atWork(browser);
  const page = await person(browser);
  const reference = await say(page, { dislikes: "The till was closed" });
  const old = page.url();
  await anna.goto(`${base}/staff/tickets/${reference}`);
  await anna.getByText("Make the link void", { exact: true }).click();
  await look(anna, "staff-void-link");
  await anna.getByRole("button", { name: "Yes, make it void" }).click();
  await anna.waitForLoadState();
  const link = (await said(anna)).match(/http\S+\/t\/\S+/)[0];
  assert.notEqual(new URL(link).pathname, new URL(old).pathname);

  assert.equal((await page.goto(old)).status(), 410);
  assert.match(await said(page), /does not work any more/);
  await look(page, "void-link");
  await page.goto(base + new URL(link).pathname);
  assert.match(await said(page), /The till was closed/);
});
