// Who meets in the stories: staff who answer, and hands that use a page, with a pointer or with the keyboard alone.
import assert from "node:assert/strict";
import { deflateSync } from "node:zlib";
import { base, password } from "./support.mjs";

/// A grey PNG of that size.
function picture(width, height) {
  const crcs = Array.from({ length: 256 }, (_, n) => {
    for (let bit = 0; bit < 8; bit += 1) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
    return n;
  });
  const crc = (bytes) => ~bytes.reduce((sum, byte) => crcs[(sum ^ byte) & 255] ^ (sum >>> 8), ~0) >>> 0;
  const number = (value) => Buffer.from([24, 16, 8, 0].map((shift) => (value >>> shift) & 255));
  const chunk = (kind, data) => {
    const body = Buffer.concat([Buffer.from(kind), data]);
    return Buffer.concat([number(data.length), body, number(crc(body))]);
  };
  const header = Buffer.concat([number(width), number(height), Buffer.from([8, 0, 0, 0, 0])]);
  const rows = Buffer.concat(Array.from({ length: height }, () => Buffer.alloc(width + 1, 128).fill(0, 0, 1)));
  const chunks = [chunk("IHDR", header), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))];
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), ...chunks]);
}
/// A file to choose.
export const photo = (width) => ({ name: `${width}.png`, mimeType: "image/png", buffer: picture(width, 480) });

/// Staff, by requests alone: their pages have stories of their own.
export class Anna {
  static async atWork(browser) {
    const anna = new Anna();
    anna.context = await browser.newContext({ extraHTTPHeaders: { "Sec-Fetch-Site": "same-origin" } });
    await anna.post("/staff/sign-in", { name: "Anna", password });
    return anna;
  }

  async post(path, form) {
    const answer = await this.context.request.post(base + path, { form, maxRedirects: 0 });
    assert.equal(answer.status(), 303, `${path}: ${await answer.text()}`);
  }

  /// `verb` is one of INTERFACE.md: answer, hold, ...
  async write(reference, verb, form) {
    const path = `/staff/tickets/${reference}`;
    const page = await (await this.context.request.get(base + path)).text();
    await this.post(`${path}/${verb}`, { ...form, repeated: "yes", seen: page.match(/name="seen" value="(\d+)"/)[1] });
  }
}

/// A thumb, or a mouse.
export class Pointer {
  constructor(page) {
    this.page = page;
  }

  write(selector, words) {
    return this.page.locator(selector).fill(words);
  }

  choose(selector, files) {
    return this.page.locator(selector).setInputFiles(files);
  }

  press(selector) {
    return this.page.locator(selector).click();
  }
}

/// Tab, Enter and letters; where it cannot go, nobody without a pointer can.
export class Keyboard {
  constructor(page) {
    this.page = page;
    page.on("filechooser", () => {}); // From now on: a browser that is told at the last moment opens a window of its own.
  }

  async write(selector, words) {
    await this.#goTo(selector);
    await this.page.keyboard.press("Control+A");
    await this.page.keyboard.type(words);
  }

  async choose(selector, files) {
    await this.#goTo(selector);
    const [chooser] = await Promise.all([this.page.waitForEvent("filechooser"), this.page.keyboard.press("Enter")]);
    await chooser.setFiles(files);
  }

  async press(selector) {
    await this.#goTo(selector);
    await this.page.keyboard.press("Enter");
  }

  async #goTo(selector) {
    const there = () => this.page.evaluate((wanted) => document.activeElement?.matches(wanted), selector);
    for (let steps = 0; steps < 60 && !(await there()); steps += 1) await this.page.keyboard.press("Tab");
    assert.ok(await there(), `Tab does not lead to ${selector}`);
  }
}
