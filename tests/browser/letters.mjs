// The letters that a customer gets, opened as a mail program opens them: by light and dark, on a telephone and wider.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { expectAccessible, wcag } from "./accessible.mjs";
import { atWork, base, expectNoOverflow, person, personTime, shoot, story, waitFor } from "./support.mjs";

const longWord = "https://shop.example/" + "shoes-".repeat(30);
const customers = [
  { language: "en", direction: "ltr", name: "Ann", dislikes: `The left shoe came apart. ${longWord}` },
  { language: "de", direction: "ltr", name: "Jörg", dislikes: `Die Suppe war kalt, und niemand kam. ${longWord}` },
  { language: "ar", direction: "rtl", name: "ليلى", dislikes: `كان الخبز قديماً ولم يعتذر أحد. ${longWord}` },
];
const wide = { viewport: { width: 700, height: 900 } };

/// The bytes that quoted-printable stands for, as text.
function unquoted(text) {
  const bytes = text.replace(/=\r?\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}

function read(file) {
  const mime = readFileSync(file, "latin1");
  const part = (type) => {
    const begin = mime.indexOf("\r\n\r\n", mime.indexOf(`Content-Type: ${type}`)) + 4;
    return unquoted(mime.slice(begin, mime.indexOf("\r\n--=_", begin)));
  };
  const head = mime.slice(0, mime.indexOf("\r\n\r\n")).replace(/\r\n[ \t]/g, " ");
  const field = (name) => head.match(new RegExp(`^${name}: (.*)$`, "m"))?.[1].trim() ?? "";
  return { to: field("To"), id: field("Message-ID"), answers: field("In-Reply-To"), references: field("References"),
           language: field("Content-Language"), text: part("text/plain"), html: part("text/html") };
}

/// All letters to that address, oldest first.
function lettersTo(address) {
  const folder = `${process.env.HEARD_MAIL}/new`;
  const written = (file) => Number(statSync(file, { bigint: true }).mtimeNs / 1000n);
  const files = readdirSync(folder).map((name) => `${folder}/${name}`);
  files.sort((one, other) => written(one) - written(other));
  return files.map(read).filter(({ to }) => to.includes(address));
}

async function letterTo(address, number) {
  return waitFor(() => lettersTo(address)[number - 1], `letter ${number} to ${address}`);
}

/// Says it in that language, and gives the first letter.
async function sayWithAddress(browser, { language, name, dislikes }, address) {
  const page = await person(browser);
  await page.goto(`${base}/?lang=${language}`);
  await page.locator("[name=dislikes]").fill(dislikes);
  await page.locator("[name=name]").fill(name);
  await page.locator("[name=contact]").fill(address);
  await page.waitForTimeout(personTime);
  await page.locator("form[action^='/submissions'] [type=submit]").click();
  await page.waitForURL("**/t/*");
  return letterTo(address, 1);
}

/// A mail program that shows the letter: nothing that it holds is asked for from anywhere.
async function expectReadable(browser, letter, { language, direction, dislikes }, name) {
  for (const colorScheme of ["light", "dark"])
    for (const [size, screen] of [["360", {}], ["700", wide]]) {
      const where = `${name}-${language}-${size}-${colorScheme}`;
      const page = await person(browser, { ...screen, colorScheme });
      await page.setContent(letter.html);
      assert.equal(await page.locator("html").getAttribute("lang"), language, where);
      assert.equal(await page.locator("html").getAttribute("dir"), direction, where);
      assert.equal(await page.locator("img").count(), 0, where);
      assert.ok((await page.locator("body").innerText()).includes(dislikes), where);
      await expectNoOverflow(page);
      await expectAccessible(page, where, wcag);
      const { height } = await page.locator("a").first().boundingBox();
      assert.ok(height >= 44, `${where}: the link is ${height} px high`);
      await shoot(page, `letter-${where}`);
      await page.context().close();
    }
}

/// Without HTML the words are as whole, and no line but a link's is longer than a window of old.
function expectPlain(letter, words) {
  assert.ok(letter.text.replace(/ \r\n/g, " ").includes(words), letter.text);
  const long = letter.text.split("\r\n").filter((line) => [...line].length > 78 && !/https?:/.test(line));
  assert.deepEqual(long, []);
}

for (const customer of customers)
  story(`The letters of a ticket are one conversation, good to read by light and dark: ${customer.language}`, async (browser) => {
    const address = `${customer.language}.letters@example.com`;
    const received = await sayWithAddress(browser, customer, address);
    const link = received.html.match(/href="([^"]+\/t\/[^"]+)"/)[1];
    const reference = received.id.match(/H-\w{6}/)[0];

    const staff = await atWork(browser);
    await staff.goto(`${base}/staff/tickets/${reference}`);
    await staff.locator("summary").first().click();
    await staff.locator("#hold_text").fill(`We are asking the maker, and come back to you: ${customer.language}. `.repeat(3));
    await staff.locator("button[name=choose]").last().click();
    await staff.locator(".said-back:not(:empty)").waitFor();
    await staff.locator("form[action$='/hold'] [type=submit]").first().click();
    const hold = await letterTo(address, 2);
    await staff.goto(`${base}/staff/tickets/${reference}`);
    await staff.locator("#answer_text").fill(`A new pair is on its way, with our apology: ${customer.language}.\n\nPlease keep the old one.`);
    await staff.locator("#answer_done").fill("We spoke with the maker.");
    await staff.locator("form[action$='/answer'] [type=submit]").click();
    const answer = await letterTo(address, 3);

    for (const [name, letter] of Object.entries({ received, hold, answer })) {
      assert.equal(letter.language, customer.language);
      assert.ok(letter.html.includes(link) && letter.text.includes(link), `${name} has no link`);
      await expectReadable(browser, letter, customer, name);
      expectPlain(letter, customer.dislikes.split(" https")[0]);
    }
    assert.deepEqual([received.answers, received.references], ["", ""]);
    for (const later of [hold, answer]) assert.deepEqual([later.answers, later.references], [received.id, received.id]);
    assert.equal(new Set([received.id, hold.id, answer.id]).size, 3);

    const page = await person(browser);
    await page.goto(link);
    assert.match(await page.locator("main").innerText(), /A new pair is on its way/);
  });
