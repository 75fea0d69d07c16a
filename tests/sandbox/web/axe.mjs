// Run axe on pages: node axe.mjs FOLDER CHROMIUM ADDRESS PATH... Prints what is violated, as JSON.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const [folder, executablePath, address, ...paths] = process.argv.slice(2);
const require = createRequire(`${folder}/`);
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const violated = [];
for (const width of [1280, 400]) {
  const context = await browser.newContext({ bypassCSP: true, viewport: { width, height: 900 } });
  const page = await context.newPage();
  for (const path of paths) {
    await page.goto(address + path);
    await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
    violated.push(...violations.map((one) => `${path} at ${width}: ${one.id}: ${one.nodes[0].html.slice(0, 200)}`));
  }
}
await browser.close();
console.log(JSON.stringify(violated));
