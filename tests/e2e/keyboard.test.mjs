// Everything by keyboard, and nothing else.
import assert from "node:assert/strict";
import { until } from "../support_js/until.mjs";
import { scene } from "./support/scene.mjs";

const focused = (person) =>
  person.page.evaluate(() => {
    const element = document.activeElement;
    return element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ?? element.textContent;
  });

/** Presses Tab until the focus is on what is called `name`; every stop must be seen. */
async function tabTo(person, name, key = "Tab") {
  const passed = [];
  for (let step = 0; step < 40; step += 1) {
    await person.page.keyboard.press(key);
    const at = await focused(person);
    const isVisible = await person.page.evaluate(() => {
      const box = document.activeElement.getBoundingClientRect();
      return box.width > 0 && box.height > 0 && document.activeElement.matches(":focus-visible");
    });
    assert.ok(isVisible, `the focus on "${at}" can be seen`);
    if (at.includes(name)) return;
    passed.push(at);
  }
  assert.fail(`no "${name}" among ${JSON.stringify(passed)}`);
}

scene("a whole visit with the keyboard alone", async (stage) => {
  const bob = await stage.person("bob");
  await bob.createRoom("Attic");
  await bob.createRoom("Cellar");

  const ada = await stage.stranger("ada");
  const { keyboard } = ada.page;
  await ada.open();
  await ada.nicknameField.waitFor();
  assert.equal(await focused(ada), "Nickname");
  await keyboard.type("ada");
  await keyboard.press("Enter");
  await ada.isIn("Lobby");
  await ada.field().and(ada.page.locator(":focus")).waitFor();
  await keyboard.type("No mouse here");
  await keyboard.press("Enter");
  await ada.hears("No mouse here");

  // The directory: opened, searched, joined.
  await tabTo(ada, "Browse rooms", "Shift+Tab");
  await keyboard.press("Enter");
  await ada.dialog("Rooms on this server").waitFor();
  await ada.button("Join Attic").waitFor();
  await tabTo(ada, "Join Attic");
  await keyboard.press("Enter");
  await ada.isIn("Attic");
  await ada.field("Attic").and(ada.page.locator(":focus")).waitFor();

  // A room of one's own.
  await tabTo(ada, "New room", "Shift+Tab");
  await keyboard.press("Space");
  await ada.page.getByRole("textbox", { name: "Room name" }).and(ada.page.locator(":focus")).waitFor();
  await keyboard.type("Balcony");
  await keyboard.press("Enter");
  await ada.isIn("Balcony");
  await ada.field("Balcony").and(ada.page.locator(":focus")).waitFor();

  // Next and previous room, round and round.
  for (const room of ["Lobby", "Attic", "Balcony"]) {
    await keyboard.press("Alt+ArrowDown");
    await ada.isIn(room);
  }
  await keyboard.press("Alt+ArrowUp");
  await ada.isIn("Attic");

  // The switcher.
  await keyboard.press("Control+k");
  await ada.page.getByRole("combobox", { name: "Room" }).and(ada.page.locator(":focus")).waitFor();
  await keyboard.type("bal");
  await ada.shot("switcher");
  await keyboard.press("Enter");
  await ada.isIn("Balcony");
  await keyboard.press("Control+k");
  await ada.dialog("Switch room").waitFor();
  await keyboard.press("ArrowDown");
  await keyboard.press("Escape");
  await ada.dialog("Switch room").waitFor({ state: "hidden" });
  await ada.isIn("Balcony");

  // A question mark in a message is a question mark; elsewhere it shows the keys.
  await ada.field("Balcony").and(ada.page.locator(":focus")).waitFor();
  await keyboard.type("Really?");
  assert.equal(await ada.field("Balcony").inputValue(), "Really?");
  await tabTo(ada, "Messages", "Shift+Tab");
  await keyboard.press("?");
  await ada.dialog("Keyboard").waitFor();
  await ada.shot("keys");
  await keyboard.press("Escape");
  await ada.dialog("Keyboard").waitFor({ state: "hidden" });
  await keyboard.press("Escape");
  await ada.field("Balcony").and(ada.page.locator(":focus")).waitFor();

  // Settings, and out.
  await tabTo(ada, "ada, your menu", "Shift+Tab");
  await keyboard.press("Enter");
  await ada.page.getByRole("menuitem", { name: "Settings" }).waitFor();
  await keyboard.press("ArrowDown");
  await keyboard.press("ArrowUp");
  await keyboard.press("Enter");
  await ada.dialog("Settings").waitFor();
  await tabTo(ada, "Profile");
  await keyboard.press("ArrowRight");
  await tabTo(ada, "System");
  await keyboard.press("ArrowRight");
  await keyboard.press("ArrowRight");
  await ada.page.waitForFunction(() => document.documentElement.dataset.theme === "dark");
  await tabTo(ada, "Appearance", "Shift+Tab");
  await keyboard.press("ArrowRight");
  await tabTo(ada, "Show what was written");
  await tabTo(ada, "Notifications", "Shift+Tab");
  await keyboard.press("ArrowRight");
  await tabTo(ada, "Sign out");
  await keyboard.press("Enter");
  await ada.nicknameField.waitFor();
});

scene("a dialog holds the focus, and gives it back", async (stage) => {
  const ada = await stage.person("ada");
  const { keyboard } = ada.page;
  await tabTo(ada, "New room", "Shift+Tab");
  await keyboard.press("Enter");
  await ada.dialog("Create a room").waitFor();
  for (let step = 0; step < 12; step += 1) {
    await keyboard.press("Tab");
    assert.ok(await ada.page.evaluate(() => document.activeElement.closest("[role=dialog]") !== null), "inside");
  }
  await keyboard.press("Escape");
  await ada.dialog("Create a room").waitFor({ state: "hidden" });
  await ada.button("New room").and(ada.page.locator(":focus")).waitFor();
});

scene("who reads up with the keyboard jumps to the end with it", async (stage) => {
  const ada = await stage.person("ada");
  const bot = await stage.bot("bot");
  for (let index = 0; index < 60; index += 1) await bot.say("lobby", `Line ${index}`);
  await ada.hears("Line 59");
  await tabTo(ada, "Messages", "Shift+Tab");
  await ada.page.keyboard.press("PageUp");
  await ada.button("Jump to latest").waitFor();
  await tabTo(ada, "Jump to latest");
  await ada.page.keyboard.press("Enter");
  await ada.hears("Line 59");
  await ada.button("Jump to latest").waitFor({ state: "hidden" });
  await until(() => ada.isAtBottom(), "the end");
  await ada.field().and(ada.page.locator(":focus")).waitFor();
});
