// What staff do for each other and for those who do not write themselves: take a call and hand over the slip, pass praise
// to whom it names, put two tickets together, set a doubtful one aside, print. All of it without scripts.
import assert from "node:assert/strict";
import { Keyboard } from "./people.mjs";
import * as support from "./support.mjs";
import { base, look, lookWithScripts, person, said, shoot, story, withoutScripts } from "./support.mjs";

const atWork = (browser, name = "Anna") => support.atWork(browser, name, withoutScripts);

/// A customer with a page of their own, and the reference.
async function say(browser, words) {
  const page = await person(browser, withoutScripts);
  return { page, reference: await support.say(page, words) };
}

async function onPaper(page, state) {
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  assert.equal(await page.locator("button:visible, textarea:visible, select:visible, nav:visible").count(), 0);
  await shoot(page, `${state}-on-paper`);
  await page.emulateMedia({ media: "screen" });
}

story("A call is written down by keyboard alone; the slip has the time, and its link shows the customer their words", async (browser) => {
  const page = await atWork(browser);
  await page.getByRole("link", { name: "Take a call" }).click();
  await lookWithScripts(browser, page, "call");
  const hands = new Keyboard(page);
  await hands.press("main [type=submit]");
  await page.waitForLoadState();
  assert.match(await said(page), /Tell us one thing/);
  await hands.write("#dislikes", "The lift is broken, says the lady with the pram");
  await hands.write("#name", "Mrs Demir");
  await hands.write("#contact", "demir@example.com");
  await hands.write("#invoice", "no such invoice");
  await hands.press("main [type=submit]");
  await page.waitForLoadState();
  assert.equal(await page.locator("#dislikes").inputValue(), "The lift is broken, says the lady with the pram");
  assert.equal(await page.locator("#contact").inputValue(), "demir@example.com");
  await lookWithScripts(browser, page, "call-refused");
  await hands.write("#invoice", "2026-77");
  await hands.press("main [type=submit]");
  await page.waitForURL("**/staff/call/H-*");
  assert.match(await said(page), /We promise an answer by \w+day/);
  await lookWithScripts(browser, page, "slip");
  await onPaper(page, "slip");

  const link = await page.locator(".slip a").getAttribute("href");
  const customer = await person(browser);
  await customer.goto(base + new URL(link).pathname);
  assert.match(await said(customer), /The lift is broken/);
  await page.getByRole("link", { name: "Open the ticket" }).click();
  assert.match(await said(page), /on the phone/);
});

story("Whoever leaves a telephone number alone is told that we call back, on the slip too, and so is who answers", async (browser) => {
  const page = await support.atWork(browser);
  await page.getByRole("link", { name: "Take a call" }).click();
  await page.locator("#wishes").fill("More chairs at the tills");
  await page.locator("#contact").fill("0151 5550123");
  await page.locator("main [type=submit]").click();
  await page.waitForURL("**/staff/call/H-*");
  assert.match(await said(page), /say that we call back on 0151 5550123/);
  assert.match(await page.locator(".slip").innerText(), /We call you back: 0151 5550123/);
  assert.doesNotMatch(await said(page), /e-mail with/);
  await look(page, "slip-call-back");
  await page.evaluate(() => (globalThis.print = () => (document.title = "printed")));
  await page.getByRole("button", { name: "Print the slip" }).click();
  assert.equal(await page.title(), "printed");
  await page.getByRole("link", { name: "Open the ticket" }).click();
  assert.match(await said(page), /we said that we call back on 0151 5550123/);
});

story("Praise is passed on once, and read by whom it is for; erased, it is gone there too", async (browser) => {
  const { page: customer, reference } = await say(browser, { likes: "Olga carried my bags to the car.", name: "Jon" });
  const anna = await atWork(browser);
  await anna.goto(`${base}/staff/tickets/${reference}`);
  await lookWithScripts(browser, anna, "praise");
  await anna.locator("#praised").selectOption("Olga");
  await anna.getByRole("button", { name: "Pass on" }).click();
  await anna.waitForLoadState();
  assert.match(await said(anna), /Passed on to Olga\./);

  const olga = await atWork(browser, "Olga");
  await olga.getByRole("link", { name: "Kind words" }).click();
  assert.match(await said(olga), /carried my bags/);
  assert.match(await said(olga), /passed on by Anna/);
  await lookWithScripts(browser, olga, "kind-words");
  await anna.goto(`${base}/staff/kind-words`);
  assert.doesNotMatch(await said(anna), /carried my bags/);
  await lookWithScripts(browser, anna, "kind-words-empty");

  await customer.getByRole("link", { name: "Erase what I wrote" }).click();
  await customer.getByRole("button", { name: "Erase" }).click();
  await customer.waitForURL("**/t/*");
  await olga.reload();
  assert.doesNotMatch(await said(olga), /carried my bags|Jon/);
});

story("Two tickets about one matter become one row; each customer sees their own words, and both have the answer", async (browser) => {
  const ann = await say(browser, { dislikes: "The side door sticks", name: "Ann" });
  const bob = await say(browser, { dislikes: "I was stuck at the side entrance", name: "Bob" });
  const anna = await atWork(browser);
  await anna.goto(`${base}/staff/tickets/${bob.reference}`);
  await anna.getByText("Belongs with another ticket").click();
  await anna.locator("#into").fill("H-000000");
  await anna.getByRole("button", { name: "Look", exact: true }).click();
  await anna.waitForLoadState();
  assert.match(await said(anna), /There is no ticket with that reference/);
  await anna.locator("#into").fill(ann.reference.toLowerCase());
  await anna.getByRole("button", { name: "Look", exact: true }).click();
  await anna.waitForLoadState();
  assert.match(await said(anna), new RegExp(`${ann.reference} stays in the queue, and ${bob.reference} goes along`));
  await shoot(anna, "merge-question");
  await anna.getByRole("button", { name: "Yes, put them together" }).click();
  await anna.waitForURL(`**/staff/tickets/${ann.reference}#merged`);
  assert.match(await said(anna), /Done: the two are together now/);
  assert.match(await said(anna), /The side door sticks[^]*I was stuck at the side entrance/);
  await lookWithScripts(browser, anna, "merged");
  await onPaper(anna, "merged");

  await anna.goto(`${base}/staff/tickets/${bob.reference}`);
  assert.ok(anna.url().endsWith(ann.reference));
  await bob.page.locator("[name=text]").fill("And it was raining on us.");
  await bob.page.getByRole("button", { name: "Send", exact: true }).click();
  await bob.page.waitForLoadState();
  await anna.reload();
  assert.match(await said(anna), /Bob wrote[^]*raining on us/);
  await anna.locator("#answer_text").fill("The joiner has planed the door.");
  await anna.getByRole("button", { name: "Send the answer" }).click();
  await anna.waitForURL(/[?]sent=/);
  assert.doesNotMatch(await said(anna), /side entrance/);
});

story("What the same customer also waits for is offered to be put together, and one tap chooses it", async (browser) => {
  const contact = "0151 7654321";
  const first = await say(browser, { dislikes: "The cellar is damp", name: "Cem", contact });
  const second = await say(browser, { dislikes: "Water in the basement again", name: "Cem", contact });
  const anna = await atWork(browser);
  await anna.goto(`${base}/staff/tickets/${second.reference}`);
  await anna.getByText("Belongs with another ticket").click();
  await lookWithScripts(browser, anna, "merge-choices");
  await anna.getByLabel("Cem: The cellar is damp").check();
  await anna.getByRole("button", { name: "Look", exact: true }).click();
  await anna.waitForLoadState();
  assert.match(await said(anna), new RegExp(`${first.reference} stays in the queue, and ${second.reference} goes along`));

  const scripted = await support.atWork(browser);
  await scripted.goto(`${base}/staff/tickets/${second.reference}`);
  await scripted.getByText("Belongs with another ticket").click();
  await scripted.getByLabel("Cem: The cellar is damp").check();
  await scripted.locator("#into").fill("H-0000");
  assert.ok(await scripted.getByLabel("Another one").isChecked(), "what is typed is what is meant");
});

story("A doubtful ticket is set aside with a reason and taken back", async (browser) => {
  const { reference } = await say(browser, { wishes: "Cheap watches, only today" });
  const anna = await atWork(browser);
  await anna.goto(`${base}/staff/tickets/${reference}`);
  await anna.getByText("This is not from a customer").click();
  await anna.getByRole("button", { name: "Set it aside" }).click();
  await anna.waitForLoadState();
  assert.match(await said(anna), /Write a few words first/);
  await anna.locator("#reason").fill("An advertisement.");
  await anna.getByRole("button", { name: "Set it aside" }).click();
  await anna.waitForLoadState();
  assert.match(await said(anna), /A colleague doubts it[^]*An advertisement\./);
  await lookWithScripts(browser, anna, "set-aside");
  await anna.getByRole("button", { name: "It was a person: take it back" }).click();
  await anna.waitForLoadState();
  assert.doesNotMatch(await said(anna), /A colleague doubts it/);
});

story("The queue and a ticket print without buttons, and what is due can be read", async (browser) => {
  const { reference } = await say(browser, { dislikes: "The lamp flickers", name: "Eve" });
  const anna = await atWork(browser);
  await anna.goto(`${base}/staff?view=all`);
  await onPaper(anna, "queue");
  await anna.emulateMedia({ media: "print" });
  const row = anna.locator(".row", { hasText: reference });
  assert.match(await row.innerText(), /due /);
  assert.equal(await row.locator(".left-words").evaluate((left) => getComputedStyle(left).color), "rgb(0, 0, 0)");
  await anna.goto(`${base}/staff/tickets/${reference}`);
  await onPaper(anna, "ticket");
});
