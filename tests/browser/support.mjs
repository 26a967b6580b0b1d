// What the stories share: one browser, people with a page of their own, a list of sentences that hold or do not.
// Knows the address of a shop and the pages of INTERFACE.md, nothing of the program's inside.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { chromium } from "playwright-core";

export const base = process.env.HEARD_BASE;
export const password = process.env.HEARD_PASSWORD; // Of everybody who works there.
const ours = [base, process.env.HEARD_STRICT, process.env.HEARD_HELD, process.env.HEARD_PATIENT];
const shots = process.env.HEARD_SHOTS;
const chosen = process.env.HEARD_ONLY ?? "";

/// Nobody writes a sentence faster; who does is set aside as a machine.
export const personTime = 2100;

export const phone = { viewport: { width: 360, height: 640 } };
export const desk = { viewport: { width: 1280, height: 900 } };

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
