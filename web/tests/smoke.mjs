// Looks at the client in Chromium against the mock server, and keeps pictures: `npm run smoke`, pictures in $SHOTS.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";
import { MockData, MockServer } from "./mock_server.mjs";

const shots = process.env.SHOTS ?? new URL("../coverage/shots/", import.meta.url).pathname;
await mkdir(shots, { recursive: true });

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  headless: true,
  args: flags,
});
const problems = [];

async function person({ width = 1280, height = 800, colorScheme = "light", ...rest } = {}) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    reducedMotion: "reduce",
    ...rest,
  });
  const page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error" && !/WebSocket|ERR_CONNECTION|404/.test(message.text()))
      problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(String(error)));
  return page;
}
async function join(page, address, nickname) {
  await page.goto(address);
  await page.getByLabel("Nickname").fill(nickname);
  await page.getByRole("button", { name: "Join", exact: true }).click();
  await page.getByRole("log", { name: "Messages" }).waitFor();
}
async function axe(page, what) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  for (const { id, nodes } of violations) {
    problems.push(
      `axe ${what}: ${id}: ${nodes.map((node) => `${node.html} ${node.any[0]?.message ?? ""}`).join(" | ")}`,
    );
  }
}
async function shot(page, name) {
  await page.screenshot({ path: `${shots}/${name}.png` });
}
async function say(page, room, text) {
  const field = page.getByRole("textbox", { name: `Message ${room}` });
  await field.fill(text);
  await field.press("Enter");
}

const data = new MockData();
const lobby = data.rooms.get("lobby");
const people = ["grace", "Linus T", "margaret", "dennis"].map((nickname) => data.user(nickname));
const yesterday = Date.now() - 86_400_000;
const talk = [
  [0, "Morning! Has anybody looked at the **nightly build**?"],
  [1, "Yes. Two tests were slow, the rest is green: https://ci.example.org/runs/4812"],
  [1, "The slow ones are `catch_up_after_restart` and `history_pages`."],
  [
    2,
    "I'll take the first.\n\n```cpp\nauto page = feed.after(cursor, limits.page_events);\nif (!page) return fail(page.error());\n```\nThat is the place, I think.",
  ],
  [0, "> Two tests were slow\n\nDo we know since when?"],
  [
    3,
    "Since Tuesday:\n- the feed was changed\n- the clock was not\n\n~~It is the clock.~~ *It is the feed.*",
  ],
];
for (let index = 0; index < 260; index += 1) {
  const [who, text] = talk[index % talk.length];
  data.say(
    lobby,
    people[who],
    index < 254 ? `${text.split("\n")[0]} (${index})` : text,
    yesterday + index * 60_000,
  );
}
data.append(lobby, { type: "member_joined", user: people[0].user, nickname: "ada" });
data.append(lobby, { type: "member_joined", user: people[1].user, nickname: "bob" });
for (const [who, text] of talk) data.say(lobby, people[who], text);
for (const name of ["design", "release-1-0", "random"]) data.room(name, name);

let server = new MockServer(data);
const port = await server.start();
const address = `http://127.0.0.1:${port}`;

// The join screen.
const ada = await person();
await ada.goto(address);
await ada.getByLabel("Nickname").waitFor();
await shot(ada, "join-light");
await axe(ada, "join");
await join(ada, address, "ada");
await shot(ada, "chat-light");
await axe(ada, "chat");

const bob = await person({
  width: 390,
  height: 844,
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
});
await bob.goto(address);
await bob.getByLabel("Nickname").fill("ada");
await bob.getByRole("button", { name: "Join", exact: true }).click();
await bob.getByText("ada is here already. Try ada2").waitFor();
await shot(bob, "phone-join-taken");
await axe(bob, "join taken");
await bob.getByLabel("Nickname").fill("bob");
await bob.getByRole("button", { name: "Join", exact: true }).click();
await bob.getByRole("log", { name: "Messages" }).waitFor();
await ada.getByText("bob joined").last().waitFor();
await shot(bob, "phone-chat");
await axe(bob, "phone chat");

// Talking.
await bob.getByRole("textbox", { name: "Message lobby" }).fill("Hello from the train");
await ada.getByText("bob is typing").waitFor();
await shot(ada, "typing");
await bob.getByRole("button", { name: "Send" }).click();
await ada.getByText("Hello from the train").waitFor();
await say(
  ada,
  "lobby",
  "Hello *bob*, and <b>everyone</b> <img src=x onerror=alert(1)> [x](javascript:alert(1))",
);
await bob.getByText("Hello bob").waitFor();

// Rooms.
await ada.getByRole("button", { name: "New room" }).click();
await ada.getByLabel("Room name").fill("Water cooler");
await shot(ada, "create");
await axe(ada, "create");
await ada.getByRole("button", { name: "Create", exact: true }).click();
await ada.getByRole("heading", { name: "Water cooler" }).waitFor();
await shot(ada, "empty-room");
await axe(ada, "empty room");
await bob.getByRole("button", { name: "Open the room list" }).click();
await shot(bob, "phone-rooms");
await axe(bob, "phone rooms");
await bob.getByRole("button", { name: "Browse rooms" }).click();
await bob.getByRole("button", { name: "Join Water cooler" }).waitFor();
await shot(bob, "phone-directory");
await axe(bob, "phone directory");
await bob.getByRole("button", { name: "Join Water cooler" }).click();
await say(ada, "Water cooler", "Coffee?");
await bob.getByText("Coffee?").waitFor();
await bob.getByRole("button", { name: "Open the room list" }).click();
await bob.getByRole("link", { name: /lobby/ }).click();
await bob.getByRole("heading", { name: "lobby" }).waitFor();
await say(ada, "Water cooler", "Anybody?");
await say(ada, "Water cooler", "I will go alone then.");
await bob.waitForFunction(() => document.title.startsWith("(2)"));
await bob.getByRole("button", { name: "Open the room list" }).click();
await shot(bob, "phone-unread");
await bob.getByRole("link", { name: /Water cooler/ }).click();
await bob.getByText("New", { exact: true }).waitFor();
await shot(bob, "phone-divider");
await ada.keyboard.press("Alt+ArrowUp");
await ada.getByRole("heading", { name: "lobby" }).waitFor();

// Members, switcher, keys, settings.
await ada.getByRole("button", { name: /online, show who/ }).click();
await ada.getByRole("region", { name: "Online now" }).getByText("bob").waitFor();
await shot(ada, "members");
await axe(ada, "members");
await ada.keyboard.press("Control+k");
await ada.getByRole("combobox", { name: "Room" }).waitFor();
await shot(ada, "switcher");
await axe(ada, "switcher");
await ada.keyboard.press("Escape");
await ada.getByRole("log", { name: "Messages" }).focus();
await ada.keyboard.press("?");
await ada.getByRole("dialog", { name: "Keyboard" }).waitFor();
await shot(ada, "keys");
await axe(ada, "keys");
await ada.keyboard.press("Escape");
await ada.getByRole("button", { name: /your menu/ }).click();
await ada.getByRole("menuitem", { name: "Settings" }).click();
await ada.getByRole("tab", { name: "Appearance" }).click();
await ada.getByRole("radio", { name: "Dark" }).check({ force: true });
await shot(ada, "settings-dark");
await axe(ada, "settings dark");
await ada.keyboard.press("Escape");
await shot(ada, "chat-dark");
await axe(ada, "chat dark");

// Scrolling up, older pages, jump.
const log = ada.getByRole("log", { name: "Messages" });
await log.hover();
for (let turn = 0; turn < 12; turn += 1) await ada.mouse.wheel(0, -600);
await ada.getByRole("button", { name: "Jump to latest" }).waitFor();
await say(bob, "Water cooler", "x");
server.say(lobby, people[0], "Something new while you were reading");
await ada.getByRole("button", { name: "1 new message" }).waitFor();
await shot(ada, "jump");
await axe(ada, "jump");
await ada.getByRole("button", { name: "1 new message" }).click();
await ada.getByText("Something new while you were reading").waitFor();

// Refused, lost, away.
server.refusals = ["forbidden"];
await say(ada, "lobby", "This one is refused");
await ada.getByText("You may not write here.").waitFor();
await shot(ada, "failed");
await axe(ada, "failed");
await ada.getByRole("button", { name: "Retry" }).click();
await ada.getByText("You may not write here.").waitFor({ state: "hidden" });
await ada.emulateMedia({ colorScheme: "dark" });
server.lostAcks = 1;
await server.stop();
await ada.getByText("Reconnecting").waitFor();
await say(ada, "lobby", "Written while away");
await shot(ada, "away-dark");
await axe(ada, "away dark");
server = new MockServer(data);
await server.start(port);
await ada.getByText("Back online").waitFor();
await shot(ada, "back-dark");
await ada.waitForFunction(() => document.querySelectorAll(".is-pending").length === 0);
assert.equal(await ada.getByText("Written while away").count(), 1);
await ada.getByRole("button", { name: "Close" }).click();
await ada.getByRole("textbox", { name: "Message lobby" }).fill("x".repeat(3990));
await shot(ada, "counter");
await ada.getByRole("textbox", { name: "Message lobby" }).fill("y ".repeat(2200));
await shot(ada, "too-long");
await axe(ada, "too long");
await ada.reload();
await ada.getByText("Written while away").waitFor();
await shot(ada, "after-reload");
await bob.emulateMedia({ colorScheme: "dark" });
await shot(bob, "phone-dark");
await axe(bob, "phone dark");

// Addresses of rooms one is not in, and of none.
await ada.goto(`${address}/r/design`);
await ada.getByRole("button", { name: "Join design" }).waitFor();
await shot(ada, "outside");
await axe(ada, "outside");
await ada.getByRole("button", { name: "Join design" }).click();
await ada.getByRole("textbox", { name: "Message design" }).waitFor();
await ada.goto(`${address}/r/nowhere`);
await ada.getByText("There is no room at this address.").waitFor();
await shot(ada, "nowhere");
await axe(ada, "nowhere");
await ada.getByRole("button", { name: "Go to the lobby" }).click();
await ada.getByRole("heading", { name: "lobby" }).waitFor();
await ada.getByRole("button", { name: /online, show who/ }).click();
await ada.keyboard.press("Alt+ArrowDown");
await ada.getByRole("button", { name: "Leave room" }).waitFor();
await ada.getByText("This is the beginning of design.").waitFor();
await shot(ada, "members-leave");
await axe(ada, "members with leave");
await ada.getByRole("button", { name: "Leave room" }).click();
await ada.getByRole("heading", { name: "lobby" }).waitFor();

// A theme chosen against the system's does not flash: the first picture has it.
assert.equal(await ada.evaluate(() => document.documentElement.dataset.theme), "dark");

// 200 % zoom is half the width; so is a small window.
await ada.setViewportSize({ width: 640, height: 400 });
await shot(ada, "zoom-200");
await axe(ada, "zoom");
await ada.setViewportSize({ width: 1280, height: 800 });

// Many unread: opened at the first of them, wherever that is.
for (let index = 0; index < 700; index += 1)
  data.say(lobby, people[index % 4], `While nobody looked, ${index}`);
await ada.reload();
await ada.getByText("New", { exact: true }).waitFor();
await ada.getByText("While nobody looked, 0", { exact: true }).waitFor();
await shot(ada, "many-unread");
await axe(ada, "many unread");
await ada.getByRole("button", { name: /^7\d\d new messages$/ }).click();
await ada.getByText("While nobody looked, 699").waitFor();
await ada.waitForFunction(() => !document.title.startsWith("("));

// Signed out in one tab is signed out in all.
const second = await ada.context().newPage();
await second.goto(address);
await second.getByRole("log", { name: "Messages" }).waitFor();
await second.getByRole("button", { name: /your menu/ }).click();
await second.getByRole("menuitem", { name: "Sign out" }).click();
await second.getByRole("button", { name: "Join", exact: true }).waitFor();
await ada.getByText("You signed out in another tab.").waitFor();
await shot(ada, "signed-out");
await axe(ada, "signed out");

// A server that is not there.
await server.stop();
await second.getByLabel("Nickname").fill("ada");
await second.getByRole("button", { name: "Join", exact: true }).click();
await second.getByText("The server cannot be reached.").waitFor();
await shot(second, "unreachable");

await browser.close();
console.log(`pictures in ${shots}`);
if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exitCode = 1;
}
