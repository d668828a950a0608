// Of whom people want to see nothing, and whom @here calls.
import assert from "node:assert/strict";
import { phone } from "./support/browser.mjs";
import { Desk } from "./support/desk.mjs";
import { scene } from "./support/scene.mjs";

const darkPhone = { ...phone, colorScheme: "dark" };

async function isFine(person, what) {
  assert.deepEqual(await person.axe(), [], what);
}
const panel = (person) => person.page.getByRole("complementary", { name: "About this room" });
const rowOf = (person, name) => panel(person).getByRole("region", { name: "Online now" }).getByRole("listitem").filter({ hasText: name });
async function openMenuOf(person, name) {
  await person.button(/online, show who/).click();
  await rowOf(person, name).getByRole("button", { name: `Actions for ${name}` }).click();
}
async function ignore(person, name, shot) {
  await openMenuOf(person, name);
  await person.page.getByRole("menuitem", { name: "Ignore…" }).click();
  const dialog = person.dialog(`Ignore ${name}?`);
  await dialog.getByText(/They do not learn of it/).waitFor();
  if (shot) {
    await isFine(person, "the question");
    await person.shot(shot);
  }
  await dialog.getByRole("button", { name: "Ignore", exact: true }).click();
  await dialog.waitFor({ state: "hidden" });
  await rowOf(person, name).getByText("ignored", { exact: true }).waitFor();
  await panel(person).getByRole("button", { name: "Close" }).click();
}
const folded = (person, count) =>
  person.log.getByText(count === 1 ? "Message of somebody you ignore" : `${count} messages of people you ignore`, { exact: true });
const mentionsOf = (person, room) => person.roomLink(room).getByText(/mention/);
async function moveIn(person, room) {
  await person.joinFromDirectory(room);
  await person.goTo("Lobby");
}

scene("whoever is ignored is folded away in each tab, over reload and restart, and hears nothing of it", async (stage) => {
  const [ada, bob, cleo] = await stage.persons("ada", "bob", "cleo");
  await bob.say("Buy my soup");
  await bob.say("Really, buy it");
  await cleo.hears("Really, buy it");
  await cleo.say("Who is in the garden?");
  await ada.hears("Who is in the garden?");
  const other = await ada.tab();
  await other.open("/r/lobby");
  await other.hears("Buy my soup");

  await ignore(ada, "bob", "ignoring-question");
  for (const tab of [ada, other]) {
    await folded(tab, 2).waitFor();
    await tab.seesNoMore("Buy my soup");
    await tab.hears("Who is in the garden?");
  }
  await bob.say("@ada, soup!");
  await folded(ada, 1).waitFor();
  await cleo.use("Reply", "Really, buy it");
  await cleo.say("No, thank you");
  await ada.hears("No, thank you");
  await ada.message("No, thank you").getByText("Somebody you ignore").waitFor();
  await cleo.message("No, thank you").getByText("Really, buy it").waitFor();
  await isFine(ada, "folded messages");
  await ada.shot("ignoring-folded");

  await bob.hears("No, thank you");
  assert.equal(await bob.page.getByText(/ignore/).count(), 0, "bob learns nothing");
  await bob.field().pressSequentially("so");
  await cleo.sees("bob is typing");
  await cleo.field().pressSequentially("Well");
  await ada.sees("cleo is typing");
  assert.equal(await ada.page.locator(".typing-text").textContent(), "cleo is typing");

  // By the keyboard: the line goes, and the first of its messages has the focus.
  await folded(ada, 2).locator("..").getByRole("button", { name: "Show" }).focus();
  await ada.page.keyboard.press("Enter");
  await ada.hears("Buy my soup");
  await ada.page.waitForFunction(() => document.activeElement?.textContent?.includes("Buy my soup"));
  await ada.message("No, thank you").getByText("Really, buy it").waitFor();
  await folded(other, 2).waitFor();

  await ada.page.reload();
  await folded(ada, 2).waitFor();
  const everybody = [cleo, ada, bob];
  await stage.server.end("SIGKILL");
  await Promise.all(everybody.map((each) => each.isAway()));
  await stage.server.start();
  await Promise.all(everybody.map((each) => each.isBack()));
  await bob.say("Soup is out");
  await cleo.hears("Soup is out");
  await folded(ada, 1).last().waitFor();
  assert.equal(await ada.page.getByText("Soup is out").count(), 0);

  await ada.openSettings("Notifications");
  const settings = ada.dialog("Settings");
  await settings.getByRole("listitem").filter({ hasText: "bob" }).waitFor();
  await isFine(ada, "whom one ignores");
  await ada.shot("ignoring-settings");
  await settings.getByRole("button", { name: "Stop ignoring bob" }).click();
  await settings.getByText(/^You ignore nobody\./).waitFor();
  await isFine(ada, "nobody is ignored");
  for (const tab of [ada, other]) await tab.hears("Soup is out");
});

scene("nothing of an ignored person calls: no mention, no notification, no sign of a conversation", async (stage) => {
  const ada = await stage.person("ada", darkPhone);
  const [bob, cleo] = await stage.persons("bob", "cleo");
  await cleo.createRoom("Kitchen");
  await bob.joinFromDirectory("Kitchen");
  const desk = await Desk.of(ada);
  await ada.button("Open the room list").click();
  await desk.turnOn();
  await ada.page.keyboard.press("Escape");
  await ada.dialog("Settings").waitFor({ state: "hidden" });
  await ada.button("Open the room list").click();
  await ada.joinFromDirectory("Kitchen");
  await ada.button("Open the room list").click();
  await ada.goTo("Lobby");
  await ignore(ada, "bob", "ignoring-question-phone");
  await desk.leave();
  await bob.say("@ada, are you hungry?", "Kitchen");
  await cleo.hears("@ada, are you hungry?");
  await cleo.say("Tea for @ada", "Kitchen");
  await desk.shows(["cleo in Kitchen: Tea for @ada"]);
  assert.equal(await desk.count(), 1);
  await desk.comeBack();

  await bob.button(/online, show who/).click();
  await rowOf(bob, "ada").getByRole("button", { name: "Actions for ada" }).click();
  await bob.page.getByRole("menuitem", { name: "Message", exact: true }).click();
  await bob.say("Psst", "ada");
  await bob.hears("Psst");
  await ada.button("Open the room list").click();
  await mentionsOf(ada, "Kitchen").and(ada.page.getByText(/^1 mention/)).waitFor();
  const direct = ada.page.getByRole("list", { name: "Direct messages" }).getByRole("link", { name: /^bob/ });
  await direct.and(ada.page.locator(".is-quiet")).waitFor();
  await isFine(ada, "a quiet conversation");
  await direct.click();
  await folded(ada, 1).waitFor();
  await isFine(ada, "a folded conversation");
  await ada.shot("ignoring-phone");
  await folded(ada, 1).locator("..").getByRole("button", { name: "Show" }).click();
  await ada.hears("Psst");
});

scene("@here is offered with how many are there, and calls them", async (stage) => {
  const ada = await stage.person("ada");
  const bob = await stage.person("bob", { colorScheme: "dark" });
  const cleo = await stage.person("cleo");
  await ada.createRoom("Kitchen");
  for (const person of [bob, cleo]) await moveIn(person, "Kitchen");
  const field = ada.field("Kitchen");
  await field.pressSequentially("Tea, @he");
  const option = ada.page.getByRole("option", { name: /^@here/ });
  await option.getByText("all 2 others who are here now").waitFor();
  await isFine(ada, "the list with @here");
  await ada.shot("here-offered");
  await field.press("Tab");
  assert.equal(await field.inputValue(), "Tea, @here ");
  await field.press("Enter");
  for (const person of [bob, cleo]) await mentionsOf(person, "Kitchen").waitFor();
  await bob.goTo("Kitchen");
  await bob.hears("@here");
  await bob.log.locator(".mention.is-me").getByText("@here").waitFor();
  await isFine(bob, "a call");
  await bob.shot("here-called");

  // Whoever is away is not called.
  await cleo.page.close();
  await ada.sees("cleo left");
  await ada.say("Anybody @here?", "Kitchen");
  await bob.message("Anybody @here?").waitFor();
  cleo.page = await cleo.context.newPage();
  await cleo.open("/r/lobby");
  await cleo.hasUnread("Kitchen", 2);
  await mentionsOf(cleo, "Kitchen").and(cleo.page.getByText(/^1 mention/)).waitFor();
});

scene("where many are, the field says that only hosts call them, and the message goes out all the same", async (stage) => {
  const ada = await stage.person("ada", darkPhone);
  for (let i = 0; i < 20; ++i) await stage.bot(`guest-${i}`);
  const eve = await stage.person("eve");
  await eve.createRoom("Attic");
  await ada.sees("22 online");
  const note = ada.page.locator("#composer-note");
  await ada.field().fill("hello @here");
  await note.getByText("@here notifies nobody: with more than 20 others here, only hosts can.").waitFor();
  assert.equal(await ada.page.getByRole("option", { name: /^@here/ }).count(), 0, "it is not offered");
  await isFine(ada, "the note");
  await ada.shot("here-note-phone");
  await ada.field().fill("hello");
  await note.getByText(/notifies nobody/).waitFor({ state: "hidden" });
  await ada.field().fill("hello @here");
  await ada.button("Send").click();
  await ada.hears("@here");
  await eve.hasUnread("Lobby", 1);
  assert.equal(await mentionsOf(eve, "Lobby").count(), 0);
});
