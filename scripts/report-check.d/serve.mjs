// SPDX-License-Identifier: Apache-2.0
// Decides in a browser on runs of a lake that is served: with scripts and without, and nothing else is asked for.
// usage: serve.mjs FOLDER ADDRESS   of a lake whose run 1 and run 2 are staged; pictures go to FOLDER
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(process.env.REPORT_CHECK_TOOLS + "/");
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [folder, address] = process.argv.slice(2);
const problems = [];

async function tab(browser, width, scheme, scripts) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme, javaScriptEnabled: scripts });
  const page = await context.newPage();
  page.on("request", (each) => each.url().startsWith(address) || problems.push(`asks for ${each.url()}`));
  page.on("console", (each) => problems.push(`console: ${each.text()}`));
  page.on("pageerror", (each) => problems.push(each.message));
  page.on("dialog", (each) => { problems.push(`a dialog: ${each.message()}`); each.dismiss(); });
  return { context, page };
}

async function looks(browser, places) {
  for (const scheme of ["light", "dark"]) {
    for (const width of [1440, 800, 390]) {
      const { context, page } = await tab(browser, width, scheme, true);
      for (const place of places) {
        await page.goto(address + place);
        if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) problems.push(`${place}: wider than ${width}`);
        await page.screenshot({ path: `${folder}/served-${place.replaceAll(/\W+/g, "-")}-${width}-${scheme}.png`, fullPage: true });
        const found = await page.evaluate(async (source) => {
          (0, eval)(source); // the debugger is not bound by the page's policy
          const result = await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"] });
          return result.violations.map((each) => `${each.id}: ${each.nodes.slice(0, 3).map((node) => node.target.join(" ")).join("; ")}`);
        }, axe);
        found.forEach((each) => problems.push(`${place} (${width} ${scheme}): ${each}`));
      }
      await context.close();
    }
  }
}

async function expect(page, text) {
  const shown = await page.textContent("main");
  if (!shown.includes(text)) problems.push(`no "${text}" on ${page.url().slice(address.length)}: ${shown.slice(0, 300)}`);
}

/** Approves run 1 by keys alone, without scripts; run 2 with them; and goes back. */
async function decides(browser) {
  const plain = await tab(browser, 800, "light", false);
  await plain.page.goto(address + "runs/1/plan");
  await plain.page.focus("form[action$='approve'] input[name=why]");
  await plain.page.keyboard.type("sums agree");
  await plain.page.keyboard.press("Tab");
  await Promise.all([plain.page.waitForURL(/told=/), plain.page.keyboard.press("Enter")]);
  await expect(plain.page, "Production shows run 1, as release 1.");
  await plain.context.close();
  const { context, page } = await tab(browser, 800, "light", true);
  await page.goto(address);
  await page.click("text=Decide");
  await page.click("text=Approve and release");
  await expect(page, "Nobody decided yet"); // a reason is missing, and the browser says so
  await page.fill("form[action$='approve'] input[name=why]", "the rest came");
  await page.click("text=Approve and release");
  await expect(page, "Production shows run 2, as release 2.");
  await page.reload();
  await page.click("nav >> text=Releases");
  await page.selectOption("select[name=to]", "1");
  await page.fill("input[name=why]", "too early");
  await page.click("text=Go back >> visible=true >> nth=-1");
  await expect(page, "Production shows run 1, as release 3.");
  await context.close();
}

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.REPORT_CHECK_BROWSER, args: ["--no-sandbox"] });
await looks(browser, ["", "runs/1", "runs/2/plan", "letters", "letters?table=orders&page=0", "releases"]);
await decides(browser);
await looks(browser, ["releases", "runs/2/plan", "nowhere"]);
await browser.close();
const all = problems.filter((each) => !each.includes("404 (Not Found)"));
all.forEach((each) => console.error(each));
console.log(`report-check: served pages, ${all.length} problems, pictures in ${folder}`);
process.exit(all.length === 0 ? 0 : 1);
