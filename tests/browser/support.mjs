// What the stories share: one browser, people with a page of their own, a list of sentences that hold or do not.
// Knows the address of a shop and the pages of INTERFACE.md, nothing of the program's inside.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { chromium } from "playwright-core";
import { expectAccessible } from "./accessible.mjs";

export const base = process.env.HEARD_BASE;
export const password = process.env.HEARD_PASSWORD; // Of everybody who works there.
const ours = [base, process.env.HEARD_STRICT, process.env.HEARD_HELD, process.env.HEARD_PATIENT];
const shots = process.env.HEARD_SHOTS;
const chosen = process.env.HEARD_ONLY ?? "";

/// Nobody writes a sentence faster; who does is set aside as a machine.
export const personTime = 2100;

export const phone = { viewport: { width: 360, height: 640 } };
export const desk = { viewport: { width: 1280, height: 900 } };
const narrow = { width: 320, height: 640 }; // WCAG 2.2, 1.4.10.
export const withoutScripts = { javaScriptEnabled: false };

export const executable = {
  executablePath: process.env.HEARD_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-dev-shm-usage"],
};

const stories = [];

/// `tell` gets the browser. The sentence is what a person would notice.
export function story(sentence, tell) {
  stories.push({ sentence, tell });
}

/// A person with a page, cookies and storage of their own; everything goes when the story is told.
/// A page that asks anybody but its shop for anything fails the story.
export async function person(browser, options = {}) {
  const context = await browser.newContext({ ...phone, ...options });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  page.strangers = [];
  page.errors = [];
  page.on("request", (request) => {
    const url = request.url();
    if (!ours.some((shop) => url.startsWith(`${shop}/`)) && !/^(data|blob):/.test(url)) page.strangers.push(url);
  });
  page.on("pageerror", (error) => page.errors.push(String(error)));
  page.on("console", (message) => {
    // The browser itself notes every status of 400 and more; those are what stories are about.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      page.errors.push(message.text());
  });
  return page;
}

/// Somebody of a shop at work: signed in, on the queue.
export async function atWork(browser, name = "Anna", { shop = base, ...options } = {}) {
  const page = await person(browser, { ...desk, ...options });
  await page.goto(`${shop}/staff/sign-in`);
  await page.locator("[name=name]").fill(name);
  await page.locator("[name=password]").fill(password);
  await page.locator("main [type=submit]").click();
  await page.waitForURL("**/staff");
  return page;
}

/// A customer fills in the form; `words` by the names of its fields. Leads to the status page, and gives the reference.
export async function say(page, words, shop = base) {
  await page.goto(`${shop}/`);
  for (const [name, value] of Object.entries(words)) await page.locator(`[name=${name}]`).fill(value);
  await page.waitForTimeout(personTime);
  await page.locator("form[action^='/submissions'] [type=submit]").click();
  await page.waitForURL("**/t/*");
  return (await said(page)).match(/H-[0-9A-Z]{6}/)[0];
}

/// What the page says to whoever reads it.
export const said = (page) => page.locator("main").innerText();

/// By light and by dark, on small screens and large: nothing that axe finds, nothing too wide, and a picture of each.
export async function look(page, state, { unfold = false } = {}) {
  if (unfold) await page.evaluate(() => document.querySelectorAll("details").forEach((folded) => (folded.open = true)));
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" }); // A colour on its way is neither.
    for (const viewport of [narrow, phone.viewport, desk.viewport]) {
      await page.setViewportSize(viewport);
      await expectNoOverflow(page);
      if (viewport !== phone.viewport) await expectAccessible(page, `${state}, ${viewport.width}, ${colorScheme}`);
      if (viewport !== narrow) await shoot(page, `${state}-${viewport.width}-${colorScheme}`);
    }
  }
}

/// The same of a page without scripts, which axe needs: in another browser with the same cookies, all of it unfolded.
export async function lookWithScripts(browser, page, state) {
  const eyes = await person(browser, desk);
  await eyes.context().addCookies(await page.context().cookies());
  await eyes.goto(page.url());
  await look(eyes, state, { unfold: true });
  await eyes.context().close();
}

/// Writes a picture of the whole page when the run was started with --shots.
export async function shoot(page, name) {
  if (!shots) return;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
}

/// No sideways scrolling: WCAG 2.2, 1.4.10.
export async function expectNoOverflow(page) {
  const [wide, shown] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(wide <= shown, `${page.url()} is ${wide} px wide on a screen of ${shown} px`);
}

/// Asks until `found` gives something true, and gives that.
export async function waitFor(found, what, milliseconds = 10_000) {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const value = await found();
    if (value) return value;
    assert.ok(Date.now() < deadline, `waited for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/// Tells every story, or those whose sentence has the words of --only, and prints how each went.
export async function tellAll() {
  const browser = await chromium.launch(executable);
  let failed = 0;
  const told = stories.filter(({ sentence }) => sentence.includes(chosen));
  for (const { sentence, tell } of told) {
    const began = Date.now();
    let word = "ok  ";
    const pages = [];
    const note = (context) => context.pages().forEach((page) => pages.push(page));
    try {
      await tell(browser);
      browser.contexts().forEach(note);
      for (const page of pages) {
        assert.deepEqual(page.strangers ?? [], [], "asked a third party");
        assert.deepEqual(page.errors ?? [], [], "the page has errors");
      }
    } catch (error) {
      failed += 1;
      word = `FAIL ${error.stack ?? error}\n    `;
    }
    await Promise.all(browser.contexts().map((context) => context.close()));
    console.log(`${word} ${sentence} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  }
  await browser.close();
  console.log(`${told.length - failed} passed, ${failed} failed`);
  process.exitCode = failed ? 1 : 0;
}
