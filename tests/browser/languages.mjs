// Every language that we claim: it is found, it fits, it runs the right way, and the letter speaks it too.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { expectAccessible } from "./accessible.mjs";
import { base, desk, expectNoOverflow, person, personTime, phone, shoot, story, waitFor } from "./support.mjs";

const languages = ["en", "de", "fr", "es", "pl", "tr", "ar"];
const send = "form[action^='/submissions'] [type=submit]";

async function expectLanguage(page, language) {
  const [lang, dir] = await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]);
  assert.equal(lang, language, page.url());
  assert.equal(dir, language === "ar" ? "rtl" : "ltr", page.url());
}

for (const language of languages) {
  story(`Whoever reads ${language} finds every page in it, and each fits on a telephone and on a desk`, async (browser) => {
    const page = await person(browser, { locale: language });
    const check = async (state) => {
      await expectLanguage(page, language);
      await expectAccessible(page, `${state}, ${language}`);
      for (const { viewport } of [phone, desk]) {
        await page.setViewportSize(viewport);
        await expectNoOverflow(page);
        await shoot(page, `${state}-${language}-${viewport.width}`);
      }
      await page.setViewportSize(phone.viewport);
    };
    await page.goto(`${base}/`);
    await check("form");
    await page.locator(send).click();
    await check("form-empty");
    await page.locator("[name=dislikes]").fill("The shoes came apart");
    await page.locator("[name=name]").fill("Ann");
    await page.waitForTimeout(personTime);
    await page.locator(send).click();
    await page.waitForURL("**/t/*");
    await check("status");
    await page.goto(`${base}/nowhere`);
    await check("not-found");
    await page.goto(`${base}/t/WRONG`);
    await check("wrong-link");
  });
}

/// The newest letter to that address, as it stands in the shop's folder.
function letterTo(address) {
  const folder = `${process.env.HEARD_MAIL}/new`;
  return readdirSync(folder)
    .map((name) => readFileSync(`${folder}/${name}`, "utf8"))
    .find((letter) => letter.includes(`<${address}>`) || letter.includes(`To: ${address}`));
}

story("A customer picks a language at the foot of the page, and page and letter go on in it", async (browser) => {
  const page = await person(browser);
  await page.goto(`${base}/`);
  await expectLanguage(page, "en");
  await page.getByRole("link", { name: "Polski" }).click();
  await expectLanguage(page, "pl");
  await page.locator("[name=likes]").fill("Chleb");
  await page.locator("[name=contact]").fill("ola@example.com");
  await page.waitForTimeout(personTime);
  await page.locator(send).click();
  await page.waitForURL("**/t/*");
  await expectLanguage(page, "pl");
  const letter = await waitFor(() => letterTo("ola@example.com"), "the letter");
  assert.match(letter, /^Content-Language: pl\r?$/m);

  await page.getByRole("link", { name: "Türkçe" }).click();
  await expectLanguage(page, "tr");
  await page.locator("[name=text]").fill("Bir şey daha");
  await page.locator(".more [type=submit]").click();
  await page.waitForURL("**?lang=tr");
  assert.match(await page.locator("main").innerText(), /Bir şey daha/);
  await expectLanguage(page, "tr");
});
