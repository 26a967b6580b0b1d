// axe-core over one page, and a sentence for each thing it finds.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/// What WCAG 2.2 asks for at levels A and AA.
export const wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

const options = {
  rules: { "target-size": { enabled: true } }, // Off unless named.
  resultTypes: ["violations"],
};

/// Nothing that axe-core finds. `where` stands in the message.
export async function expectAccessible(page, where = page.url(), tags = [...wcag, "best-practice"]) {
  // Not by a script tag: the page's own Content-Security-Policy forbids those, and stays in force.
  await page.evaluate(source);
  const { violations } = await page.evaluate((chosen) => globalThis.axe.run(document, chosen), {
    ...options,
    runOnly: tags,
  });
  const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  assert.deepEqual(found, [], `${where}: ${found.length} violations`);
}
