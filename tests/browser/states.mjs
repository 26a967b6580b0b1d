// Every state of every page that customers meet, in every language, by light and by dark, on the narrowest screen:
// nothing is wrong with it for somebody who cannot see it, it fits, and it runs the right way.
// All states are real ones: of the shop, of one with the narrowest limits, and of one whose database another program holds.
import assert from "node:assert/strict";
import { expectAccessible } from "./accessible.mjs";
import { Anna, photo } from "./people.mjs";
import { base, desk, expectNoOverflow, person, personTime, phone, shoot, story, waitFor } from "./support.mjs";

const languages = ["en", "de", "fr", "es", "pl", "tr", "ar"];
const narrow = { width: 320, height: 640 }; // WCAG 2.2, 1.4.10.
const strict = process.env.HEARD_STRICT; // Takes 4 KiB, and no submission.
const held = process.env.HEARD_HELD;

const send = "form[action^='/submissions'] [type=submit]";
const over = "🍵".repeat(10_001);

export async function expectLanguage(page, language) {
  const [lang, dir] = await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]);
  assert.equal(lang, language, page.url());
  assert.equal(dir, language === "ar" ? "rtl" : "ltr", page.url());
}

/// What is looked at in each state.
function looker(page, language) {
  return async (state, status = 0) => {
    if (status) assert.equal(page.statuses.at(-1), status, `${state}, ${language}`);
    await expectLanguage(page, language);
    // What is folded away is looked at too.
    await page.evaluate(() => document.querySelectorAll("details").forEach((folded) => (folded.open = true)));
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" }); // A colour on its way is neither.
      await expectAccessible(page, `${state}, ${language}, ${colorScheme}`);
      await shoot(page, `${state}-${language}-320-${colorScheme}`);
    }
    for (const viewport of [narrow, phone.viewport, desk.viewport]) {
      await page.setViewportSize(viewport);
      await expectNoOverflow(page);
      if (viewport !== narrow) await shoot(page, `${state}-${language}-${viewport.width}`);
    }
    await page.setViewportSize(narrow);
  };
}

async function reader(browser, language) {
  const page = await person(browser, { locale: language, viewport: narrow });
  page.statuses = []; // Of the pages, in the order in which they came.
  page.on("response", (response) => {
    if (response.request().isNavigationRequest()) page.statuses.push(response.status());
  });
  return page;
}

const post = async (page) => {
  await page.locator(send).click();
  await page.waitForLoadState();
};

async function blankAndRefusedForms(page, look) {
  await page.goto(`${base}/`);
  await look("form", 200);
  await post(page);
  await look("form-empty", 422);
  await page.locator("[name=likes]").fill(over);
  await look("form-over");
  await page.locator("[name=contact]").fill("not an address");
  await post(page);
  await look("form-over-sent", 422);
}

/// Leads on to the status page.
async function photosAndThanks(page, look) {
  await page.locator("[name=likes]").fill("");
  await page.locator("[name=contact]").fill("");
  await page.locator("[name=photo]").setInputFiles([photo(640), photo(320)]);
  await post(page);
  await look("form-photos", 422);
  await page.locator("[name=dislikes]").fill(`The shoes came apart: ${"https://shop.example/".repeat(20)}`);
  await page.locator("[name=name]").fill("Ann");
  await post(page);
  await page.waitForURL("**/t/*");
  await look("thanks", 200);
}

async function liveStatus(page, look, anna) {
  const [reference] = (await page.locator("main").innerText()).match(/H-[0-9A-Z]{6}/);
  const path = page.url();
  const tomorrow = new Date(Date.now() + 24 * 60 * 60 * 1000).toISOString().slice(0, 16);
  await anna.write(reference, "hold", { text: "We have asked the maker.", until: tomorrow });
  await page.reload();
  await look("status-held", 200);
  await page.locator(".more > [type=submit]").last().click();
  await page.waitForLoadState();
  await look("status-empty", 422);
  await anna.write(reference, "answer", { text: "A new pair is yours.", done: "We changed the glue." });
  await page.goto(path);
  await look("status-answered", 200);
  await page.goto(`${path}/erase`);
  await look("erase", 200);
  await page.locator("form[action*='/erase'] [type=submit]").click();
  await page.waitForLoadState();
  await look("status-erased", 200);
}

async function wrongWays(page, look) {
  await page.goto(`${base}/nowhere`);
  await look("not-found", 404);
  await page.goto(`${base}/t/WRONG`);
  await look("wrong-link", 404);
  await page.goto(`${base}/F/A.2026-1042.WRONG`);
  await look("wrong-invoice", 200);
  await page.goto(process.env.HEARD_LINK);
  await look("invoice", 200);
  await page.goto(`${base}/submissions`);
  await look("not-allowed", 405);
}

async function tooMuchAndTooOften(page, look) {
  await page.goto(`${strict}/`);
  await page.locator("[name=wishes]").fill("More bread. ".repeat(500));
  await post(page);
  await look("too-much", 413);
  await page.locator("[name=wishes]").fill("More bread.");
  await post(page);
  await look("too-often", 429);

  await page.goto(`${base}/`);
  await page.route("**/submissions*", (route) =>
    route.continue({ postData: Buffer.from(route.request().postDataBuffer().toString("latin1").replace("Tea", "T\xff"), "latin1") }));
  await page.locator("[name=likes]").fill("Tea");
  await post(page);
  await page.unroute("**/submissions*");
  await look("not-text", 400);
}

for (const language of languages) {
  story(`Whoever reads ${language} finds every state of every page in it, by light and dark, down to 320 px`, async (browser) => {
    const waiting = await reader(browser, language);
    await waiting.goto(`${held}/`);
    await waiting.locator("[name=dislikes]").fill("It takes so long");
    await waiting.locator(send).click({ noWaitAfter: true }); // Refused after five seconds; meanwhile we look at the others.

    const anna = await Anna.atWork(browser);
    const page = await reader(browser, language);
    const opened = Date.now();
    const look = looker(page, language);
    await blankAndRefusedForms(page, look);
    await page.waitForTimeout(Math.max(0, opened + personTime - Date.now()));
    await photosAndThanks(page, look);
    await liveStatus(page, look, anna);
    await wrongWays(page, look);
    await tooMuchAndTooOften(page, look);

    await waitFor(() => waiting.statuses.at(-1) === 503, "a refusal");
    await waiting.waitForLoadState();
    await looker(waiting, language)("busy", 503);
  });
}
