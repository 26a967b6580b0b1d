// The customer's minute: a form, a thank-you with a date, a page that stays true.
import assert from "node:assert/strict";
import { expectAccessible } from "./accessible.mjs";
import { base, desk, expectNoOverflow, person, personTime, phone, shoot, story, waitFor } from "./support.mjs";

/// Opens the form and writes one thing, as fast as a person.
async function say(page, words, path = "/") {
  await page.goto(base + path);
  await page.locator("[name=dislikes]").fill(words);
  await page.waitForTimeout(personTime);
  await page.locator("form[action^='/submissions'] [type=submit]").click();
  await page.waitForURL("**/t/*");
}

story("A customer says it and learns by when the answer comes", async (browser) => {
  const page = await person(browser);
  await say(page, "The shoes came apart");
  assert.match(await page.locator("h1").innerText(), /heard you/);
  assert.match(await page.locator("main").innerText(), /The shoes came apart/);
  await shoot(page, "status-360");
});

story("All of it works without JavaScript", async (browser) => {
  const page = await person(browser, { javaScriptEnabled: false });
  await say(page, "No scripts here");
  await page.locator("[name=text]").fill("One thing more");
  await page.locator(".more [type=submit]").click();
  assert.match(await page.locator("main").innerText(), /One thing more/);
});

story("No cookie is set on the whole way", async (browser) => {
  const page = await person(browser);
  await say(page, "No cookies, please");
  assert.deepEqual(await page.context().cookies(), []);
});

story("A keyboard alone is enough", async (browser) => {
  const page = await person(browser, desk);
  await page.goto(base + "/");
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute("name") ?? "");
  const tabTo = async (name) => {
    for (let steps = 0; steps < 30 && (await focused()) !== name; steps += 1) await page.keyboard.press("Tab");
    assert.equal(await focused(), name);
  };
  await tabTo("likes");
  await page.keyboard.type("The tea");
  await tabTo("contact");
  await page.waitForTimeout(personTime);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/t/*");
  assert.match(await page.locator("main").innerText(), /The tea/);
});

story("Sent empty, the form says what to do, takes the focus and leads to the field", async (browser) => {
  const page = await person(browser);
  await page.goto(base + "/");
  await page.locator("form[action^='/submissions'] [type=submit]").click();
  assert.match(await page.title(), /^Error: /);
  const summary = page.locator("[role=alert]");
  await waitFor(() => summary.evaluate((box) => box === document.activeElement), "the summary to have the focus");
  await shoot(page, "form-error-360");
  await summary.locator("a").first().click();
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), "TEXTAREA");
});

story("Nothing is wrong with any page for somebody who cannot see it, light or dark, down to 320 px", async (browser) => {
  for (const colorScheme of ["light", "dark"]) {
    const page = await person(browser, { viewport: { width: 320, height: 640 }, colorScheme });
    const check = async (state) => {
      await expectNoOverflow(page);
      await expectAccessible(page, `${state}, ${colorScheme}`);
      await shoot(page, `${state}-320-${colorScheme}`);
    };
    await page.goto(base + "/");
    await check("form");
    await page.locator("[type=submit]").first().click();
    await check("form-empty");
    await say(page, "Too loud");
    await check("status");
    await page.goto(base + "/nowhere");
    await check("not-found");
    await page.goto(base + "/t/WRONG");
    await check("wrong-link");
  }
});
