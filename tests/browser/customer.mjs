// The customer's minute: a form, a thank-you with a date, a page that stays true.
import assert from "node:assert/strict";
import { base, person, personTime, shoot, story, waitFor } from "./support.mjs";

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

story("What was written is still there after a reload, in another tab, and gone once it was sent", async (browser) => {
  const page = await person(browser);
  await page.goto(base + "/");
  await page.locator("[name=likes]").fill("The tea 🍵");
  await page.reload();
  assert.equal(await page.locator("[name=likes]").inputValue(), "The tea 🍵");
  assert.ok(await page.locator("#kept").isVisible());
  await shoot(page, "form-kept-360");

  const tab = await page.context().newPage();
  await tab.goto(base + "/");
  assert.equal(await tab.locator("[name=likes]").inputValue(), "The tea 🍵");
  await tab.waitForTimeout(personTime);
  await tab.locator("form[action^='/submissions'] [type=submit]").click();
  await tab.waitForURL("**/t/*");
  await page.goto(base + "/");
  assert.equal(await page.locator("[name=likes]").inputValue(), "");
});

// What programs break: line ends, quotes, the end of the box, joined emoji, combining marks, marks for right to left.
const hard = `\n\n "q" 'a' </textarea> &amp; 👩🏽‍🍳 e\u0301 \u200f\u202e\u2066 \u00ad \ufeff ﷺ 𝔘 %00 + {{likes}}\n\t خبز|`;

story("Ten thousand characters of every kind come back as they were typed, and are read as they were typed", async (browser) => {
  const page = await person(browser, { javaScriptEnabled: false });
  await page.goto(base + "/");
  const typed = `${[...hard.repeat(200)].slice(0, 9_999).join("")}|`;
  await page.locator("#likes").fill(typed + "x".repeat(50));
  await page.locator("form[action^='/submissions'] [type=submit]").click();
  assert.match(await page.title(), /^Error: /);
  assert.equal(await page.locator("#likes").inputValue(), typed + "x".repeat(50));
  await page.locator("#likes").fill(typed);
  await page.waitForTimeout(personTime);
  await page.locator("form[action^='/submissions'] [type=submit]").click();
  await page.waitForURL("**/t/*");
  assert.equal(await page.locator(".words").first().evaluate((words) => words.textContent), typed.trim());
});

story("Of more than a form may hold, the page has the beginning, and the browser still has all", async (browser) => {
  const page = await person(browser);
  const words = "More bread, please. 🍞 ".repeat(400);
  const sendThere = async () => {
    await page.goto(`${process.env.HEARD_STRICT}/`);
    await page.locator("[name=wishes]").fill(words);
    await page.locator("form[action^='/submissions'] [type=submit]").click();
    assert.match(await page.title(), /^Error: /);
  };
  await sendThere();
  assert.equal(await page.locator("[name=wishes]").inputValue(), words);
  assert.ok(!(await page.locator("#kept").isVisible()));
});

story("The form is two screens of a small telephone in every language, with the owner's picture", async (browser) => {
  for (const language of ["en", "de", "fr", "es", "pl", "tr", "ar"]) {
    const page = await person(browser);
    await page.goto(`${base}/?lang=${language}`);
    assert.ok(await page.locator("img.portrait").evaluate((picture) => picture.naturalWidth === 240));
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    console.log(`     ${language}: ${height} px`);
    assert.ok(height <= 2 * 640, `${language}: ${height} px`);
  }
});

story("On a tablet at the counter the next person starts afresh with one tap", async (browser) => {
  const page = await person(browser);
  await page.goto(base + "/");
  await page.locator("[name=dislikes]").fill("Left half-way");
  await page.reload();
  await page.locator("#kept button").click();
  await page.waitForLoadState();
  await waitFor(async () => (await page.locator("[name=dislikes]").inputValue()) === "", "an empty form");
  assert.ok(!(await page.locator("#kept").isVisible()));
});

story("From three quarters on the form counts down, as the server counts", async (browser) => {
  const page = await person(browser);
  await page.goto(base + "/");
  const count = page.locator(".field:has(#likes) .count");
  await page.locator("#likes").fill("🍵".repeat(7499));
  assert.equal(await count.innerText(), "");
  await page.locator("#likes").fill("🍵".repeat(9998) + "  ");
  assert.match(await count.innerText(), /: 2$/);
  await page.locator("#likes").fill("🍵".repeat(10_001));
  assert.match(await count.innerText(), /^Too many.*: 1$/);
  await shoot(page, "form-over-360");
  await page.locator("form[action^='/submissions'] [type=submit]").click();
  assert.match(await page.title(), /^Error: /);
  assert.equal([...(await page.locator("#likes").inputValue())].length, 10_001);
});

story("Ten taps, Back, a reload and a replay are one ticket", async (browser) => {
  const page = await person(browser);
  let sent;
  page.on("request", (request) => (sent = request.method() === "POST" ? request : sent));
  await page.goto(base + "/");
  await page.locator("[name=dislikes]").fill("Tapped in a hurry");
  await page.waitForTimeout(personTime);
  await page.evaluate(() => {
    const send = document.querySelector("form[action^='/submissions'] [type=submit]");
    for (let taps = 0; taps < 10; taps += 1) send.click();
  });
  await page.waitForURL("**/t/*");
  const path = new URL(page.url()).pathname;
  await page.goBack();
  await page.locator("[name=dislikes]").fill("Tapped in a hurry");
  await page.locator("form[action^='/submissions'] [type=submit]").click();
  await page.waitForURL("**/t/*");
  assert.equal(new URL(page.url()).pathname, path);
  await page.reload();
  assert.equal(await page.getByText("Tapped in a hurry").count(), 1);

  const { "content-type": kind } = await sent.allHeaders();
  const replay = { data: sent.postDataBuffer(), headers: { "content-type": kind }, maxRedirects: 0 };
  const answer = await page.context().request.post(sent.url(), replay);
  assert.equal(answer.headers().location, path);
});

story("An open status page shows what happens within a second, and keeps what is being typed", async (browser) => {
  const page = await person(browser);
  await say(page, "Is anybody there?");
  await page.locator("[name=text]").fill("Half a sente");
  const other = await page.context().newPage();
  await other.goto(page.url());
  await other.locator("[name=text]").fill("From my other telephone");
  const began = Date.now();
  await other.locator(".more > [type=submit]").click();
  await page.getByText("From my other telephone").waitFor();
  assert.ok(Date.now() - began < 1000 + 2000, "it took too long"); // Two seconds for a busy machine.
  assert.equal(await page.locator("[name=text]").inputValue(), "Half a sente");
  await waitFor(async () => /new/.test(await page.locator("#news").innerText()), "the words for a screen reader");
});

story("Form and status page weigh at most 14 kB on the wire, and ask nobody else", async (browser) => {
  const page = await person(browser);
  await page.route("**/owner-photo*", (route) => route.abort()); // Weighed in tests/photos.
  for (const open of [() => page.goto(base + "/"), () => say(page, "Light")]) {
    await page.context().newCDPSession(page).then(async (wire) => {
      let bytes = 0;
      await wire.send("Network.enable");
      await wire.send("Network.setCacheDisabled", { cacheDisabled: true });
      wire.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
      await open();
      await page.waitForTimeout(300);
      bytes = 0;
      await page.reload({ waitUntil: "load" });
      await waitFor(() => bytes > 3000, "the page to be weighed");
      await page.waitForTimeout(300);
      console.log(`     ${new URL(page.url()).pathname.slice(0, 3)}: ${bytes} bytes`);
      assert.ok(bytes <= 14 * 1024, `${page.url()} weighs ${bytes} bytes`);
      await wire.detach();
    });
  }
});
