// The whole way of a customer: from the link on the invoice over a mistake, with a photo, to the answer and a verdict on it.
// It is the same for everybody: without scripts, without cookies, without a pointer.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { Anna, Keyboard, photo, Pointer } from "./people.mjs";
import { executable, person, personTime, story } from "./support.mjs";

const send = "form[action^='/submissions'] [type=submit]";

async function fromInvoiceToVerdict(page, hands, anna) {
  const main = () => page.locator("main").innerText();
  await page.goto(process.env.HEARD_LINK);
  assert.match(await main(), /About your invoice 2026-1042/i);
  await hands.choose("#photo", [photo(640)]);
  await hands.press(send);
  await page.locator(".errors").waitFor();
  assert.equal(await page.locator(".photos img").count(), 1);

  await hands.press(".errors a");
  await hands.write("#dislikes", "The shoes came apart");
  await page.waitForTimeout(personTime);
  await hands.press(send);
  await page.waitForURL("**/t/*");
  assert.equal(await page.locator(".photos img").count(), 1);
  assert.match(await main(), /invoice 2026-1042/i);

  await hands.write("[name=text]", "The left one first");
  await hands.press("form[action*='/messages'] > [type=submit]");
  await page.getByText("The left one first").waitFor();
  const [reference] = (await main()).match(/H-[0-9A-Z]{6}/);
  await anna.write(reference, "answer", { text: "A new pair is yours.", done: "We changed the glue." });
  await page.reload();
  assert.match(await main(), /A new pair is yours\.[^]*We changed the glue\./);
  await hands.press("[name=settled][value=yes]");
  await page.getByRole("heading", { level: 1, name: /^Settled/ }).waitFor();
  assert.deepEqual(await page.context().cookies(), []);
}

story("From the invoice over a mistake to the verdict, without JavaScript", async (browser) => {
  const page = await person(browser, { javaScriptEnabled: false });
  await fromInvoiceToVerdict(page, new Pointer(page), await Anna.atWork(browser));
});

story("From the invoice over a mistake to the verdict, with the keyboard alone", async (browser) => {
  const page = await person(browser);
  await fromInvoiceToVerdict(page, new Keyboard(page), await Anna.atWork(browser));
});

story("From the invoice over a mistake to the verdict, in a browser that refuses cookies and every other store", async (browser) => {
  const folder = mkdtempSync(join(tmpdir(), "heard-browser-"));
  mkdirSync(join(folder, "Default"));
  const settings = { profile: { default_content_setting_values: { cookies: 2 } } };
  writeFileSync(join(folder, "Default/Preferences"), JSON.stringify(settings));
  const context = await chromium.launchPersistentContext(folder, executable);
  try {
    const page = context.pages()[0];
    await page.goto(process.env.HEARD_LINK);
    await assert.rejects(page.evaluate(() => localStorage.length), /denied/, "this browser refuses nothing");
    await fromInvoiceToVerdict(page, new Pointer(page), await Anna.atWork(browser));
  } finally {
    await context.close();
    rmSync(folder, { recursive: true });
  }
});
