// Audit pages with Lighthouse under its mobile settings, in one browser.
// node lighthouse.mjs NODE_MODULES CHROMIUM ADDRESS… prints a line of JSON for each page.
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, chromePath, ...addresses] = process.argv.slice(2);
const load = (path) => import(pathToFileURL(join(modules, path)));
const { default: lighthouse } = await load("lighthouse/core/index.js");
const { launch } = await load("chrome-launcher/dist/index.js");

const METRICS = {
  lcp: "largest-contentful-paint",
  cls: "cumulative-layout-shift",
  tbt: "total-blocking-time",
};

const chrome = await launch({ chromePath, chromeFlags: ["--headless=new", "--no-sandbox"] });
try {
  for (const address of addresses) {
    const { lhr } = await lighthouse(address, {
      port: chrome.port,
      logLevel: "silent",
      disableFullPageScreenshot: true,
    });
    if (lhr.runtimeError) throw new Error(`${address}: ${lhr.runtimeError.message}`);
    const scores = Object.fromEntries(
      Object.values(lhr.categories).map(({ id, score }) => [id, Math.round(score * 100)]),
    );
    const metrics = Object.fromEntries(
      Object.entries(METRICS).map(([name, id]) => [name, lhr.audits[id].numericValue]),
    );
    const failed = Object.values(lhr.categories).flatMap(({ id, auditRefs }) =>
      id === "performance"
        ? []
        : auditRefs.filter((ref) => ref.weight > 0 && lhr.audits[ref.id].score === 0).map((ref) => ref.id),
    );
    console.log(JSON.stringify({ address, scores, metrics, failed }));
  }
} finally {
  await chrome.kill();
}
