/** The one Chromium of a test file; every person gets a context of their own in it. */
import { existsSync } from "node:fs";
import { after, before } from "node:test";
import { chromium } from "playwright-core";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

function chromiumProgram() {
  const path = process.env.CHROMIUM_BIN || "/usr/bin/chromium";
  if (!existsSync(path)) throw new Error(`${path} is missing: run ./dev setup test, or set CHROMIUM_BIN`);
  return path;
}

let browser;
before(async () => {
  browser = await chromium.launch({ executablePath: chromiumProgram(), headless: true, args: flags });
});
after(() => browser?.close());

export const desktop = { viewport: { width: 1280, height: 800 } };
export const phone = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
};

/** Somebody's browser: storage, cookies and network of its own. */
export function newContext(options) {
  return browser.newContext({
    ...desktop,
    locale: "en-GB",
    timezoneId: "UTC",
    ...options,
  });
}
