import { expect, it } from "vitest";
import { agentOf } from "../../src/ui/agent.ts";

const webkit = "AppleWebKit/605.1.15 (KHTML, like Gecko)";
const blink = "AppleWebKit/537.36 (KHTML, like Gecko)";

it.each([
  [`Mozilla/5.0 (X11; Linux x86_64) ${blink} Chrome/130.0.0.0 Safari/537.36`, "Chrome", "Linux"],
  [
    `Mozilla/5.0 (X11; Linux x86_64) ${blink} HeadlessChrome/130.0 Safari/537.36`,
    "Chromium",
    "Linux",
  ],
  [
    `Mozilla/5.0 (Windows NT 10.0) ${blink} Chrome/130.0 Safari/537.36 Edg/130.0`,
    "Edge",
    "Windows",
  ],
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 14.1; rv:132.0) Gecko/20100101 Firefox/132.0",
    "Firefox",
    "macOS",
  ],
  [
    `Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) ${webkit} Version/17.0 Safari/604.1`,
    "Safari",
    "iPhone",
  ],
  [
    `Mozilla/5.0 (Linux; Android 14) ${blink} Chrome/130.0 Mobile Safari/537.36`,
    "Chrome",
    "Android",
  ],
  ["curl/8.5.0", null, null],
  ["", null, null],
])("%s is %s on %s", (agent, browser, system) =>
  expect(agentOf(agent)).toEqual({ browser, system }),
);
