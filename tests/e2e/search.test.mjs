// What was written is found again: by its words, its author, its room or its day, and shown where it stands.
import assert from "node:assert/strict";
import { phone } from "./support/browser.mjs";
import { chatter, scene } from "./support/scene.mjs";

const field = (person) => person.page.getByRole("searchbox", { name: "Search messages" });
const hits = (person) => person.page.getByRole("list", { name: "Messages found" }).getByRole("button");
const texts = (person) => hits(person).locator(".hit-text").allTextContents();
const open = (person) => person.button("Search messages").click();

/** Looks for `query` until exactly `wanted` is found: new messages can be found about a second later. */
async function finds(person, query, wanted) {
  const deadlineMs = Date.now() + 20_000;
  await field(person).fill(query);
  for (;;) {
    await field(person).press("Enter");
    await person.page.locator(".search-state", { hasText: /^(\d+ message|Nothing was found)/ }).waitFor();
    const found = await texts(person);
    if (JSON.stringify(found) === JSON.stringify(wanted) || Date.now() > deadlineMs) {
      assert.deepEqual(found, wanted, query);
      return;
    }
  }
}

async function isShown(person, room, text) {
  await person.isIn(room);
  await person.log.locator("article[data-seq]", { hasText: text }).first().waitFor();
}

scene("what one wrote another finds from another room, and jumps to it", async (stage) => {
  const [ada, bob] = await stage.persons("ada", "bob");
  await ada.createRoom("Garden");
  await bob.joinFromDirectory("Garden");
  await ada.say("The green tea is <b>ready</b> in the shed", "Garden");
  await ada.say("Tea that is green with envy", "Garden");
  await bob.hears("Tea that is green with envy");
  const bot = await stage.bot("chatty");
  const room = new URL(ada.page.url()).pathname.slice("/r/".length);
  await bot.ask("join", { room });
  await chatter(bot, room, 150);
  await bob.goTo("Lobby");
  await bob.say("No green tea here");
  await bob.hears("No green tea here");

  await open(bob);
  await bob.sees("Type what you are looking for.");
  await finds(bob, "green tea", ["No green tea here"]);
  await bob.page.getByRole("radio", { name: "All rooms" }).check();
  await finds(bob, "green tea", [
    "No green tea here",
    "Tea that is green with envy",
    "The green tea is <b>ready</b> in the shed",
  ]);
  assert.deepEqual(await hits(bob).nth(1).locator("mark").allTextContents(), ["Tea", "green"]);
  assert.equal(await bob.page.locator(".hit b").count(), 0, "text stays text");
  await bob.shot("search");
  await finds(bob, "green tea from:ada", [
    "Tea that is green with envy",
    "The green tea is <b>ready</b> in the shed",
  ]);
  await finds(bob, '"green tea"', ["No green tea here", "The green tea is <b>ready</b> in the shed"]);
  await bob.page.getByRole("radio", { name: "This room" }).check();
  await finds(bob, '"green tea" in:garden', ["The green tea is <b>ready</b> in the shed"]);
  await hits(bob).first().click();
  await isShown(bob, "Garden", "The green tea is");
  await bob.shot("search-jumped");
});

scene("hits come in pages, and a message that was deleted comes no more", async (stage) => {
  const ada = await stage.person("ada");
  const bot = await stage.bot("chatty");
  await chatter(bot, "lobby", 25, (index) => `walnut ${index}`);
  await ada.say("walnut cake");
  await ada.hears("walnut cake");
  await open(ada);
  await finds(ada, "walnut cake", ["walnut cake"]);
  await field(ada).fill("walnut");
  await ada.sees("20 messages");
  await ada.button("More").click();
  await ada.sees("26 messages");
  assert.equal(new Set(await texts(ada)).size, 26);
  await ada.delete("walnut cake");
  await finds(ada, "walnut cake", []);
  await ada.sees("Nothing was found.");
  await ada.shot("search-none");
});

scene("a day leads to its first message, and an empty room says so", async (stage) => {
  const ada = await stage.person("ada");
  const bot = await stage.bot("chatty");
  await chatter(bot, "lobby", 150, (index) => `line ${index}`);
  await open(ada);
  await ada.button("Go").click();
  await ada.sees("Choose a day first.");
  await ada.page.getByLabel("Jump to a day of this room").fill(new Date().toISOString().slice(0, 10));
  await ada.button("Go").click();
  await isShown(ada, "Lobby", "line 0");
  await ada.createRoom("Kitchen");
  await ada.button("Go").click();
  await ada.sees("Nobody has written in this room yet.");
});

scene("everything is done with the keyboard", async (stage) => {
  const ada = await stage.person("ada");
  for (const text of ["first plum", "second plum"]) await ada.say(text);
  await ada.hears("second plum");
  const { keyboard } = ada.page;
  await keyboard.press("Control+Shift+F");
  await field(ada).waitFor();
  await finds(ada, "plum", ["second plum", "first plum"]);
  const focused = () => ada.page.evaluate(() => document.activeElement.textContent);
  await keyboard.press("ArrowDown");
  assert.match(await focused(), /second plum/);
  await keyboard.press("ArrowDown");
  assert.match(await focused(), /first plum/);
  await keyboard.press("ArrowUp");
  await keyboard.press("ArrowUp");
  assert.equal(await field(ada).evaluate((it) => it === document.activeElement), true);
  await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  await isShown(ada, "Lobby", "second plum");
  await keyboard.press("Escape");
  await field(ada).waitFor({ state: "hidden" });
  assert.equal(await ada.field().evaluate((it) => it === document.activeElement), true);
  await keyboard.press("Control+Shift+F");
  await field(ada).waitFor();
  assert.equal(await field(ada).inputValue(), "plum", "what was found is still there");
  await ada.sees("2 messages");
  await field(ada).fill("-plum");
  await ada.sees("only leaving words out finds nothing");
  await field(ada).fill("on:tuesday");
  await ada.sees("That cannot be searched for.");
});

for (const colorScheme of ["light", "dark"]) {
  scene(`on a phone the panel makes way for the message, and axe finds nothing: ${colorScheme}`, async (stage) => {
    const bob = await stage.person("bob", { colorScheme });
    await bob.say("A ripe quince");
    await bob.hears("A ripe quince");
    await open(bob);
    await finds(bob, "quince", ["A ripe quince"]);
    assert.deepEqual(await bob.axe(), []);
    await bob.shot(`search-desk-${colorScheme}`);
    const ada = await stage.person("ada", { ...phone, colorScheme });
    await ada.button("Search messages").tap();
    await finds(ada, "quince", ["A ripe quince"]);
    assert.deepEqual(await ada.axe(), []);
    const box = await ada.page.locator(".search").boundingBox();
    assert.equal(Math.round(box.width), 390);
    await ada.shot(`search-phone-${colorScheme}`);
    await hits(ada).first().tap();
    await field(ada).waitFor({ state: "hidden" });
    await isShown(ada, "Lobby", "A ripe quince");
  });
}
