// A customer chooses a language, and all that comes after speaks it.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { expectLanguage } from "./states.mjs";
import { base, person, personTime, story, waitFor } from "./support.mjs";

const send = "form[action^='/submissions'] [type=submit]";

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
  await page.locator(".more > [type=submit]").click();
  await page.waitForURL("**?lang=tr");
  assert.match(await page.locator("main").innerText(), /Bir şey daha/);
  await expectLanguage(page, "tr");
});
