// SPDX-License-Identifier: Apache-2.0
// Opens pages in a browser: nothing is asked for, nothing is logged, everything is reached by keys and can be read.
// usage: check.mjs FOLDER PAGE...   pictures, wide and narrow, light and dark, go to FOLDER
import { mkdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(process.env.REPORT_CHECK_TOOLS + "/");
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const WIDTHS = [1440, 800, 390];
const [folder, ...pages] = process.argv.slice(2);
const problems = [];

async function open(browser, file, width, scheme, scripts) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme, javaScriptEnabled: scripts });
  const page = await context.newPage();
  const url = pathToFileURL(file).href;
  page.on("request", (each) => each.url() === url || problems.push(`${file}: asks for ${each.url()}`));
  page.on("console", (each) => problems.push(`${file}: console: ${each.text()}`));
  page.on("pageerror", (each) => problems.push(`${file}: ${each.message}`));
  page.on("dialog", (each) => { problems.push(`${file}: a dialog: ${each.message()}`); each.dismiss(); });
  const before = Date.now();
  await page.goto(url, { waitUntil: "load" });
  if (scripts && Date.now() - before > 3000) problems.push(`${file}: opens in ${Date.now() - before} ms`);
  return { context, page };
}

/** The whole page, or of one that nobody can look at as a whole its beginning. */
async function picture(page, name) {
  const fullPage = await page.evaluate(() => document.documentElement.scrollHeight < 15000);
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage });
}

/** What a reader with a screen reader, or with bad eyes, would stumble over. */
async function reads(page, file, what) {
  const found = await page.evaluate(async (source) => {
    // The policy of the page lets no script in: the checker is brought by the debugger, which it does not bind.
    (0, eval)(source);
    const result = await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"] });
    return result.violations.map((each) => `${each.id}: ${each.help}: ${each.nodes.slice(0, 3).map((node) => node.target.join(" ")).join("; ")}`);
  }, axe);
  found.forEach((each) => problems.push(`${file} (${what}): ${each}`));
}

/** Tab goes through the page from top to bottom, and what has the focus shows it. */
async function focus(page, file) {
  let last = -1;
  let count = 0;
  const all = await page.evaluate(() => document.querySelectorAll("a[href], button, summary, [tabindex='0']").length);
  for (let i = 0; i < Math.min(all, 60); i++) {
    await page.keyboard.press("Tab");
    const now = await page.evaluate(() => {
      const active = document.activeElement;
      if (active === document.body) return null;
      const order = [...document.querySelectorAll("*")].indexOf(active);
      const style = getComputedStyle(active);
      return { order, name: active.tagName + " " + (active.textContent || "").slice(0, 30), seen: style.outlineStyle !== "none" && style.outlineWidth !== "0px" };
    });
    if (now === null) break;
    count++;
    if (!now.seen) problems.push(`${file}: the focus does not show on ${now.name}`);
    if (now.order < last) problems.push(`${file}: the focus jumps back to ${now.name}`);
    last = now.order;
  }
  if (count < 3) problems.push(`${file}: keys reach ${count} places only`);
}

async function toggles(page, file) {
  const seen = new Set();
  for (let i = 0; i < 3; i++) {
    await page.click("button.theme");
    seen.add(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
  }
  if (seen.size !== 2) problems.push(`${file}: the theme button shows ${seen.size} themes`);
}

async function look(browser, file) {
  const name = basename(file, ".html");
  for (const scheme of ["light", "dark"]) {
    for (const width of WIDTHS) {
      const { context, page } = await open(browser, file, width, scheme, true);
      if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) problems.push(`${file}: wider than ${width}`);
      await picture(page, `${name}-${width}-${scheme}`);
      await page.evaluate(() => document.querySelectorAll("details").forEach((each) => { each.open = true; }));
      await reads(page, file, `${width} ${scheme}`);
      if (width === 1440) await picture(page, `${name}-open-${scheme}`);
      if (width === 800 && scheme === "light") { await focus(page, file); await toggles(page, file); }
      await context.close();
    }
  }
  const { context, page } = await open(browser, file, 1440, "light", false);
  await picture(page, `${name}-plain`);
  await context.close();
}

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.REPORT_CHECK_BROWSER, args: ["--no-sandbox"] });
for (const file of pages) await look(browser, file);
await browser.close();
problems.forEach((each) => console.error(each));
console.log(`report-check: ${pages.length} pages, ${problems.length} problems, pictures in ${folder}`);
process.exit(problems.length === 0 ? 0 : 1);
