// SPDX-License-Identifier: Apache-2.0
// Opens pages in a browser: nothing is asked for, nothing is logged, everything is reached by keys and can be read.
// usage: check.mjs FOLDER PAGE...   pictures, wide and narrow, light and dark, go to FOLDER
import { mkdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(process.env.REPORT_CHECK_TOOLS + "/");
const { chromium } = require("playwright-core");
const resources = new URL("../../src/main/resources/dev/sluice/report/html/", import.meta.url);
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const WIDTHS = [1440, 800, 390];
const [folder, ...pages] = process.argv.slice(2);
const problems = [];

async function open(browser, file, width, scheme, scripts) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme, reducedMotion: "reduce", javaScriptEnabled: scripts });
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

/** Whether something is drawn on it. */
const isInked = (canvas) => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some((part) => part !== 0);

/** Charts are drawn when they come into view, tell their values to the pointer and to keys, and do not move. */
async function charts(page, file) {
  const all = await page.$$(".chart");
  const early = await page.$$eval(".chart canvas", (found) => found.length);
  if (all.length > 60 && early === all.length) problems.push(`${file}: draws ${early} charts before anybody sees them`);
  const silent = [];
  for (const chart of all.slice(0, 40)) {
    const place = await chart.$("[role=img]");
    await place.evaluate((each) => each.scrollIntoView({ block: "center" }));
    const canvas = await chart.waitForSelector("canvas", { timeout: 5000 }).catch(() => null);
    const label = await place.getAttribute("aria-label");
    if (!canvas || !(await canvas.evaluate(isInked))) { problems.push(`${file}: nothing is drawn of ${label}`); continue; }
    const rows = (await chart.$eval("pre", (each) => each.textContent)).trim().split("\n").slice(1).map((line) => line.split("\t"));
    const box = await (await chart.$(".u-over")).boundingBox();
    const told = () => page.textContent(".tip");
    await page.mouse.move(box.x + 1, box.y + box.height / 2);
    if (!(await told()).includes(rows[0][1] || "no figure")) silent.push(`the pointer is told "${await told()}" of ${label}`);
    await page.mouse.move(0, 0);
    await place.focus();
    await page.keyboard.press("End");
    const last = rows[rows.length - 1];
    if (!(await told()).includes(last[1] || "no figure")) silent.push(`keys are told "${await told()}" of ${label}`);
    await page.keyboard.press("Escape");
    if (await told()) silent.push(`Escape leaves "${await told()}"`);
  }
  silent.forEach((each) => problems.push(`${file}: ${each}`));
  if (await page.evaluate(() => document.getAnimations().length) > 0) problems.push(`${file}: something moves`);
  if (all.length === 0) return;
  const faint = await page.evaluate(() => {
    const style = getComputedStyle(document.documentElement);
    const light = (name) => {
      const text = style.getPropertyValue("--" + name).trim().slice(1);
      const parts = (text.length === 3 ? [...text].map((each) => each + each) : text.match(/../g)).map((each) => parseInt(each, 16) / 255);
      const [red, green, blue] = parts.map((each) => each <= 0.03928 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4);
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const ratio = (one, other) => { const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b); return (bright + 0.05) / (dark + 0.05); };
    return [["soft", "paper", 4.5], ["share", "paper", 3], ["ink", "share", 3], ["dead", "paper", 3], ["dead", "bad-back", 3], ["bad", "paper", 3], ["share", "bad-back", 3]]
      .filter(([one, other, least]) => ratio(one, other) < least).map(([one, other]) => `${one} on ${other} ${ratio(one, other).toFixed(2)}`);
  });
  faint.forEach((each) => problems.push(`${file}: a chart is hard to see: ${each}`));
}

/** On paper every chart that has a place is drawn, on white, within the page. */
async function prints(browser, file) {
  const { context, page } = await open(browser, file, 800, "dark", true);
  await page.evaluate(() => document.querySelectorAll("details").forEach((each) => { each.open = true; }));
  const before = Date.now();
  await page.emulateMedia({ media: "print", colorScheme: "light" });
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const spent = Date.now() - before;
  const left = await page.$$eval(".chart", (all) => all.filter((each) => !each.querySelector("canvas")).length);
  if (left > 0) problems.push(`${file}: ${left} charts are not printed`);
  const blank = await page.$$eval(".chart canvas", (all, source) => all.filter((each) => !(0, eval)(source)(each)).length, isInked.toString());
  if (blank > 0) problems.push(`${file}: ${blank} printed charts are blank`);
  await page.setViewportSize({ width: 700, height: 900 });
  const wide = await page.$$eval(".chart canvas", (all) => all.filter((each) => each.getBoundingClientRect().right > each.closest(".chart").getBoundingClientRect().right + 1).length);
  if (wide > 0) problems.push(`${file}: ${wide} printed charts are wider than their place`);
  const count = await page.$$eval(".chart canvas", (all) => all.length);
  if (count > 0) console.log(`${basename(file)}: ${count} charts for print in ${spent} ms`);
  const fullPage = await page.evaluate(() => document.documentElement.scrollHeight < 15000);
  await page.screenshot({ path: `${folder}/${basename(file, ".html")}-print.png`, fullPage });
  await context.close();
}

/** Without scripts what charts are drawn of is there as text. */
async function tells(page, file) {
  await page.$$eval("details", (all) => all.forEach((each) => { each.open = true; })).catch(() => {});
  const hidden = await page.$$eval(".chart", (all) => all.filter((each) => getComputedStyle(each.querySelector("pre")).display === "none").length);
  if (hidden > 0) problems.push(`${file}: ${hidden} charts say nothing without scripts`);
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
      if (width !== 800) await charts(page, file);
      await context.close();
    }
  }
  const { context, page } = await open(browser, file, 1440, "light", false);
  await tells(page, file);
  await picture(page, `${name}-plain`);
  await context.close();
  await prints(browser, file);
}

/** What lies beside the frame is what the registry has under the version that its head names. */
function libraries() {
  for (const [name, file] of [["uplot/dist/uPlot.iife.min.js", "uplot.min.js"], ["uplot/dist/uPlot.min.css", "uplot.min.css"], ["@dagrejs/dagre/dist/dagre.min.js", "dagre.min.js"]]) {
    const there = readFileSync(new URL(file, resources), "utf8");
    const published = readFileSync(`${process.env.REPORT_CHECK_TOOLS}/node_modules/${name}`, "utf8");
    const version = JSON.parse(readFileSync(`${process.env.REPORT_CHECK_TOOLS}/node_modules/${name.split("/dist/")[0]}/package.json`, "utf8")).version;
    if (!there.trim().endsWith(published.split("\n").filter((line) => !/^\/(\/# source|\*! For license)/.test(line)).join("\n").trim())) problems.push(`${file} is not what ${name} is`);
    if (!there.slice(0, 60).includes(" " + version)) problems.push(`${file} does not name ${version}`);
  }
}

libraries();
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.REPORT_CHECK_BROWSER, args: ["--no-sandbox"] });
for (const file of pages) await look(browser, file);
await browser.close();
problems.forEach((each) => console.error(each));
console.log(`report-check: ${pages.length} pages, ${problems.length} problems, pictures in ${folder}`);
process.exit(problems.length === 0 ? 0 : 1);
