// Pinned messages and earlier versions: who pins, what everybody sees of it at once, after a reload and after a restart.
import assert from "node:assert/strict";
import { until } from "../support_js/until.mjs";
import { phone } from "./support/browser.mjs";
import { chatter, scene } from "./support/scene.mjs";

async function isFine(person, what) {
  assert.deepEqual(await person.axe(), [], what);
}
const pinsButton = (person, count) => person.button(new RegExp(`^${count} pinned message`));
const list = (person) => person.dialog("Pinned messages");
const entries = (person) => list(person).getByRole("listitem");
const entry = (person, text) => entries(person).filter({ hasText: text });
const mark = (person, text) => person.message(text).getByText("Pinned", { exact: true });
/** On a touch keyboard Enter breaks the line. */
async function write(person, text, room) {
  await person.field(room).fill(text);
  await person.button("Send").tap();
}
/** Brought to a message, which stands out and has the focus. */
const isShown = (person, text) =>
  person.page.locator(".message.is-shown").filter({ hasText: text }).waitFor();

scene("a host pins, everybody sees it at once, and it is still there later", async (stage) => {
  const ada = await stage.person("ada");
  const bob = await stage.person("bob", { ...phone, colorScheme: "dark" });
  await ada.createRoom("Garden");
  await bob.open(new URL(ada.page.url()).pathname);
  await bob.button("Join Garden").tap();
  await bob.isIn("Garden");
  await write(bob, "The rules: **water** the beans at dusk", "Garden");
  await ada.message("The rules").waitFor();
  await ada.say("Whoever is last closes the gate", "Garden");
  await bob.hears("Whoever is last closes the gate");
  assert.equal(await ada.button(/pinned message/).count(), 0, "nothing is pinned yet");

  await ada.use("Pin", "The rules");
  for (const person of [ada, bob]) {
    await mark(person, "The rules").waitFor();
    await person.button("ada pinned a message").waitFor();
    await pinsButton(person, 1).waitFor();
  }
  await ada.use("Pin", "closes the gate");
  await pinsButton(bob, 2).waitFor();
  await ada.shot("pins-marked");
  await isFine(ada, "marked messages");

  // Who may not pin sees the list, and nothing to unpin with.
  await pinsButton(bob, 2).tap();
  await entries(bob).nth(1).waitFor();
  assert.match(await entries(bob).nth(0).innerText(), /ada[^]*closes the gate[^]*Pinned by ada/);
  assert.match(await entries(bob).nth(1).innerText(), /bob[^]*The rules: water the beans at dusk/);
  assert.equal(await list(bob).getByRole("button", { name: /^Unpin/ }).count(), 0);
  await isFine(bob, "the list on a phone, dark");
  await bob.shot("pins-phone-dark");

  // The list is live while one looks.
  await bob.sees("Pinned messages");
  await ada.edit("closes the gate", "Whoever is last locks the gate");
  await entry(bob, "locks the gate").waitFor();
  await pinsButton(ada, 2).click();
  await entries(ada).nth(1).waitFor();
  await ada.shot("pins-desk");
  await isFine(ada, "the list");
  await entry(ada, "The rules").getByRole("button", { name: /^Unpin the message of bob/ }).click();
  await entry(ada, "The rules").waitFor({ state: "hidden" });
  await entry(bob, "The rules").waitFor({ state: "hidden" });
  await ada.page.keyboard.press("Escape");
  await list(ada).waitFor({ state: "hidden" });
  await pinsButton(ada, 1).and(ada.page.locator(":focus")).waitFor();
  await mark(ada, "The rules").waitFor({ state: "hidden" });
  await bob.page.keyboard.press("Escape");

  // Later: a reload, and the server killed and back.
  await stage.server.restart("SIGKILL");
  for (const person of [ada, bob]) {
    await person.page.reload();
    await person.isIn("Garden");
    await pinsButton(person, 1).waitFor();
    await mark(person, "locks the gate").waitFor();
  }
  // Deleted, it is no pin any more.
  await ada.delete("locks the gate");
  for (const person of [ada, bob]) {
    await person.sees("Message deleted");
    await person.button(/pinned message/).waitFor({ state: "hidden" });
  }
});

scene("the list and the line lead to the message, far away and with the keyboard alone", async (stage) => {
  const ada = await stage.person("ada");
  const bot = await stage.bot("bot");
  await ada.createRoom("Garden");
  const room = new URL(ada.page.url()).pathname.slice("/r/".length);
  await bot.join(room);
  await ada.say("Where the key is", "Garden");
  await ada.hears("Where the key is");
  await ada.use("Pin", "Where the key is");
  await pinsButton(ada, 1).waitFor();
  await chatter(bot, room, 300);
  await ada.hears("bot says 299");
  await ada.hasUnread("Garden", 0);
  await ada.page.reload();
  await ada.isIn("Garden");
  await ada.hears("bot says 299");

  // It is not loaded here, and in the list all the same.
  await pinsButton(ada, 1).focus();
  await ada.page.keyboard.press("Enter");
  await entry(ada, "Where the key is").waitFor();
  await entry(ada, "Where the key is").getByRole("button").first().focus();
  await ada.page.keyboard.press("Enter");
  await list(ada).waitFor({ state: "hidden" });
  await isShown(ada, "Where the key is");
  await ada.message("Where the key is").and(ada.page.locator(":focus")).waitFor();
  await mark(ada, "Where the key is").waitFor();
  await ada.shot("pins-shown");

  // Pinned by another while one reads the past; and away, and back.
  const other = await ada.tab();
  await other.open(`/r/${room}`);
  await other.hears("bot says 299");
  await other.use("Pin", "bot says 299");
  await pinsButton(other, 2).waitFor();
  await pinsButton(ada, 2).waitFor();
  await ada.context.setOffline(true);
  await stage.server.restart("SIGKILL");
  await ada.context.setOffline(false);
  await pinsButton(other, 2).click();
  await until(async () => (await entry(other, "bot says 299").count()) === 1, "the list after the restart");
  await other.page.keyboard.press("Escape");
  await other.button("ada pinned a message").last().click();
  await isShown(other, "bot says 299");
});

scene("in a direct conversation both pin", async (stage) => {
  const [ada, bob] = await stage.persons("ada", "bob");
  await ada.button("New message").click();
  await ada.page.getByRole("combobox", { name: "To" }).fill("bob");
  await ada.page.getByRole("option", { name: "bob", exact: true }).waitFor();
  await ada.page.keyboard.press("Enter");
  await ada.page.getByRole("list", { name: "Chosen" }).getByText("bob", { exact: true }).waitFor();
  await ada.button("Start").click();
  await ada.isIn("bob");
  await ada.say("My number is 12", "bob");
  await bob.page.getByRole("list", { name: "Direct messages" }).getByRole("link", { name: /^ada/ }).click();
  await bob.isIn("ada");
  await bob.hears("My number is 12");
  await bob.use("Pin", "My number is 12");
  await pinsButton(ada, 1).waitFor();
  await ada.use("Unpin", "My number is 12");
  await bob.button(/pinned message/).waitFor({ state: "hidden" });
});

scene("what a message read before is there for its author and the host, and for nobody else", async (stage) => {
  const ada = await stage.person("ada");
  const bob = await stage.person("bob", { ...phone, colorScheme: "dark" });
  const eve = await stage.person("eve");
  await ada.createRoom("Garden");
  const path = new URL(ada.page.url()).pathname;
  for (const person of [bob, eve]) {
    await person.open(path);
    await person.button("Join Garden").click();
    await person.isIn("Garden");
  }
  await eve.say("Meet at nine", "Garden");
  await eve.edit("Meet at nine", "Meet at **ten**");
  await eve.message("Meet at ten").getByText("(edited)").waitFor();
  await eve.edit("Meet at ten", "Meet at eleven, by the old gate");
  await ada.message("Meet at eleven").getByText("(edited)").waitFor();
  await bob.message("Meet at eleven").getByText("(edited)").waitFor();
  assert.equal(await bob.button("(edited)").count(), 0, "no business of bob's");

  const versions = (person) => person.dialog("Earlier versions");
  for (const person of [ada, eve]) {
    await person.button("(edited)").click();
    await versions(person).getByText("Meet at nine").waitFor();
    const texts = await versions(person).getByRole("listitem").allInnerTexts();
    assert.deepEqual(texts.map((text) => text.split("\n").filter(Boolean).at(-1)), ["Meet at eleven, by the old gate", "Meet at ten", "Meet at nine"]);
    assert.match(texts[0], /^Now/);
    assert.match(texts[2], /^First/);
  }
  await isFine(ada, "earlier versions");
  await ada.shot("versions-desk");
  // Edited once more while the host looks.
  await eve.page.keyboard.press("Escape");
  await versions(eve).waitFor({ state: "hidden" });
  await eve.button("(edited)").and(eve.page.locator(":focus")).waitFor();
  await eve.edit("Meet at eleven", "Meet at noon");
  await versions(ada).getByText("Meet at noon").waitFor();
  await ada.page.keyboard.press("Escape");

  await write(bob, "Im comming", "Garden");
  await bob.hears("Im comming");
  await bob.message("Im comming").tap();
  await bob.message("Im comming").getByRole("button", { name: "Edit", exact: true }).tap();
  const field = bob.page.getByRole("textbox", { name: "Edit message" });
  await field.fill("I'm coming");
  await bob.page.getByRole("button", { name: "Save", exact: true }).tap();
  await bob.button("(edited)").tap();
  await versions(bob).getByText("Im comming").waitFor();
  await isFine(bob, "earlier versions on a phone, dark");
  await bob.shot("versions-phone-dark");
  await bob.page.keyboard.press("Escape");

  // Deleted, its words are nowhere.
  await eve.delete("Meet at noon");
  await ada.sees("Message deleted");
  assert.equal(await ada.page.getByText("Meet at").count(), 0);
});
