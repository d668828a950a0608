// Private rooms, and looking after rooms: who is let in, who sees what, who is put out, and what stays.
import assert from "node:assert/strict";
import { phone } from "./support/browser.mjs";
import { scene } from "./support/scene.mjs";

const password = "correct horse";

/** Makes an account at the join screen: guests make no private rooms. */
async function register(person) {
  await person.open();
  await person.button("Create account").click();
  await person.page.getByRole("textbox", { name: "Name", exact: true }).fill(person.nickname);
  await person.page.getByLabel("Password", { exact: true }).fill(password);
  await person.page.keyboard.press("Enter");
  await person.log.waitFor();
}
async function host(stage, nickname, options) {
  const person = await stage.stranger(nickname, options);
  await register(person);
  return person;
}
async function createPrivate(person, name, topic) {
  await person.button("New room").click();
  await person.page.getByRole("textbox", { name: "Room name" }).fill(name);
  await person.page.getByRole("radio", { name: /^Private/ }).check();
  await person.page.getByRole("textbox", { name: /^Topic/ }).fill(topic);
  await person.page.keyboard.press("Enter");
  await person.isIn(name);
}

const panel = (person) => person.page.getByRole("complementary", { name: "About this room" });
const part = (person, name) => panel(person).getByRole("region", { name, exact: true });
const row = (person, list, name) => part(person, list).getByRole("listitem").filter({ hasText: name });
async function openDetails(person) {
  await person.button(/online, show who/).click();
  await panel(person).waitFor();
}
async function add(person, name) {
  await person.button("Add people").click();
  const dialog = person.dialog(/^Add people to/);
  await dialog.getByRole("combobox").fill(name);
  await dialog.getByRole("option", { name }).click();
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  return dialog;
}
async function choose(person, name, item) {
  await row(person, "Everybody", name).getByRole("button", { name: `Actions for ${name}` }).click();
  await person.page.getByRole("menuitem", { name: item }).click();
}
async function remove(person, name) {
  await choose(person, name, "Remove from room");
  await person.dialog(new RegExp(`^Remove ${name} from`)).getByRole("button", { name: "Remove", exact: true }).click();
}
async function change(person, what, to) {
  await person.button(`Change ${what.toLowerCase()}`).click();
  const field = part(person, what).getByRole("textbox");
  await field.fill(to);
  await field.press("Enter");
  await field.waitFor({ state: "hidden" });
}
const topicOf = (person) => person.page.getByRole("button", { name: /^Topic: / });
async function isFine(person, what) {
  assert.deepEqual(await person.axe(), [], what);
}
/** Whatever the server tells this person from now on. */
function listen(person) {
  const heard = [];
  person.page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => heard.push(String(payload))));
  return heard;
}

scene("a private room is there for those in it alone, and what happens in it is seen at once", async (stage) => {
  const ada = await host(stage, "ada");
  const bob = await stage.person("bob", { ...phone, colorScheme: "dark" });
  const eve = await stage.stranger("eve", { colorScheme: "dark" });
  const heard = listen(eve);
  await eve.join();
  await createPrivate(ada, "Hidden garden", "Beans");
  const path = new URL(ada.page.url()).pathname;
  const room = path.slice("/r/".length);
  await ada.say("The gate is behind the yew", "Hidden garden");
  await ada.hears("The gate is behind the yew");
  await topicOf(ada).getByText("Beans").waitFor();
  await ada.shot("private-room");

  // Added, it is there at once, with all that was said.
  await openDetails(ada);
  await isFine(ada, "details");
  await add(ada, "bob");
  await ada.log.getByText("ada added bob").waitFor();
  await row(ada, "Online now", "bob").waitFor();
  await row(ada, "Everybody", "bob").getByText("Guest").waitFor();
  await ada.shot("details-desk");
  await bob.sees("ada added you to Hidden garden.");
  await bob.button("Open", { exact: true }).tap();
  await bob.isIn("Hidden garden");
  await bob.hears("The gate is behind the yew");
  await bob.button(/online, show who/).tap();
  await row(bob, "Online now", "ada").getByText("Host").waitFor();
  await isFine(bob, "details on a phone, dark");
  await bob.shot("details-phone-dark");
  assert.equal(await bob.button("Add people").count(), 0);
  assert.equal(await bob.button("Change topic").count(), 0);
  await panel(bob).getByRole("button", { name: "Close" }).tap();

  // A new name and a new topic are there on both sides.
  await change(ada, "Name", "Secret garden");
  await change(ada, "Topic", "Peas, and who waters them");
  await bob.isIn("Secret garden");
  await topicOf(bob).getByText("Peas, and who waters them").waitFor();
  await bob.log.getByText("ada renamed the room to Secret garden").waitFor();
  await bob.log.getByText("ada set the topic: Peas, and who waters them").waitFor();
  await bob.shot("private-phone-dark");

  // Nobody else sees any of it.
  await eve.button("Browse rooms").click();
  await eve.page.getByRole("searchbox", { name: "Find a room" }).fill("garden");
  await eve.sees("No room is called that.");
  await isFine(eve, "directory, dark");
  await eve.shot("directory-dark");
  await eve.button("Clear").click();
  await eve.button("Open Lobby").waitFor();
  await eve.page.keyboard.press("Escape");
  await eve.open(path);
  await eve.sees("There is no room at this address.");
  await eve.button("Go to the lobby").click();
  await eve.say("Am I alone?");
  await eve.hears("Am I alone?");
  assert.ok(heard.length > 0);
  const told = heard.filter((frame) => /garden|yew|Peas/i.test(frame) || frame.includes(`"${room}"`));
  assert.deepEqual(told, [], "what was told to somebody who is not in it");
  assert.doesNotMatch(await eve.page.content(), /garden/i);
});

scene("who is removed is gone, who is banned stays out, and who is let in again is back", async (stage) => {
  const ada = await host(stage, "ada", { colorScheme: "dark" });
  const bob = await stage.person("bob");
  await createPrivate(ada, "Garden", "Beans");
  const path = new URL(ada.page.url()).pathname;
  await openDetails(ada);
  await add(ada, "bob");
  await bob.goTo("Garden");
  await ada.button("Actions for bob").first().click();
  await isFine(ada, "menu of a person, dark");
  await ada.shot("person-menu-dark");
  await ada.page.keyboard.press("Escape");

  await remove(ada, "bob");
  await bob.sees("ada removed you from Garden.");
  await bob.isIn("Lobby");
  await bob.roomLink("Garden").waitFor({ state: "hidden" });
  await bob.shot("removed");
  await ada.log.getByText("ada removed bob").waitFor();
  await row(ada, "Everybody", "bob").waitFor({ state: "hidden" });
  await row(ada, "Online now", "bob").waitFor({ state: "hidden" });

  await add(ada, "bob");
  await bob.roomLink("Garden").waitFor();
  await choose(ada, "bob", "Ban…");
  const dialog = ada.dialog("Ban bob from Garden");
  await dialog.getByRole("radio", { name: "For 1 hour" }).check();
  await dialog.getByRole("textbox", { name: "Reason (optional)" }).fill("Trod on the beans");
  await isFine(ada, "ban, dark");
  await ada.shot("ban-dark");
  await dialog.getByRole("button", { name: "Ban", exact: true }).click();
  await bob.roomLink("Garden").waitFor({ state: "hidden" });
  await bob.open(path);
  await bob.sees("There is no room at this address.");

  await ada.button("Bans").click();
  await part(ada, "Bans").getByText("Trod on the beans").waitFor();
  await isFine(ada, "bans, dark");
  await ada.shot("bans-dark");
  const adding = await add(ada, "bob");
  await adding.getByText("bob was not added. They are banned from this room.").waitFor();
  await isFine(ada, "not added, dark");
  await ada.shot("not-added-dark");
  await ada.page.keyboard.press("Escape");
  await ada.button("Lift the ban of bob").click();
  await ada.sees("Nobody is banned from this room.");
  await add(ada, "bob");
  await bob.roomLink("Garden").waitFor();
});

scene("a public room does not let in who is banned from it", async (stage) => {
  const ada = await stage.person("ada");
  const bob = await stage.person("bob", phone);
  await ada.createRoom("Kitchen");
  await bob.button("Open the room list").tap();
  await bob.joinFromDirectory("Kitchen");
  await openDetails(ada);
  await choose(ada, "bob", "Ban…");
  await ada.page.getByRole("radio", { name: "For ever" }).check();
  await ada.dialog("Ban bob from Kitchen").getByRole("button", { name: "Ban", exact: true }).click();
  await bob.isIn("Lobby");
  await bob.button("Open the room list").tap();
  await bob.button("Browse rooms").tap();
  await bob.button("Join Kitchen").tap();
  await bob.sees("You are banned from this room.");
  await isFine(bob, "directory on a phone");
  await bob.shot("banned-phone");
  await ada.button("Bans").click();
  await ada.button("Lift the ban of bob").click();
  await ada.sees("Nobody is banned from this room.");
  await bob.button("Join Kitchen").tap();
  await bob.isIn("Kitchen");
});

scene("a host is made and no longer one, and may do meanwhile what hosts may", async (stage) => {
  const [ada, bob] = await stage.persons("ada", "bob");
  await ada.createRoom("Kitchen");
  await bob.joinFromDirectory("Kitchen");
  await openDetails(ada);
  await openDetails(bob);
  assert.equal(await bob.button("Change topic").count(), 0);
  await choose(ada, "bob", "Make host");
  await bob.log.getByText("ada made bob a host").waitFor();
  await row(bob, "Online now", "bob").getByText("Host").waitFor();
  await change(bob, "Topic", "Soup");
  await ada.log.getByText("bob set the topic: Soup").waitFor();
  await part(ada, "Topic").getByText("Soup").waitFor();
  // Hosts do not put one another out.
  await row(ada, "Everybody", "bob").getByRole("button", { name: "Actions for bob" }).click();
  assert.deepEqual(await ada.page.getByRole("menuitem").allTextContents(), ["Message", "Ignore…"]);
  await ada.page.keyboard.press("Escape");
  await choose(bob, "bob", "Step down as host");
  await ada.log.getByText("bob is no longer a host").waitFor();
  await bob.button("Change topic").waitFor({ state: "hidden" });
});

scene("an archived room is read and not written, until it is restored", async (stage) => {
  const [ada, bob] = await stage.persons("ada", "bob");
  await ada.createRoom("Kitchen");
  await bob.joinFromDirectory("Kitchen");
  await ada.say("Soup is ready", "Kitchen");
  await bob.hears("Soup is ready");
  await bob.field("Kitchen").fill("Half a sentence");
  await openDetails(ada);
  await ada.button("Archive room").click();
  await isFine(ada, "archiving");
  await ada.dialog("Archive Kitchen?").getByRole("button", { name: "Archive", exact: true }).click();
  for (const person of [ada, bob]) {
    await person.sees("This room is archived. It can be read, not written.");
    await person.field("Kitchen").waitFor({ state: "hidden" });
    await person.log.getByText("ada archived the room").waitFor();
    await person.hears("Soup is ready");
  }
  await bob.message("Soup is ready").hover();
  assert.deepEqual(
    await bob.message("Soup is ready").getByRole("toolbar").getByRole("button").evaluateAll((all) => all.map((each) => each.ariaLabel)),
    ["Copy link"],
  );
  const banner = (person) => person.page.getByRole("region", { name: "This room is archived." });
  assert.equal(await banner(bob).getByRole("button", { name: "Restore" }).count(), 0);
  await banner(bob).getByRole("button", { name: "Leave" }).waitFor();
  await isFine(bob, "archived");
  await bob.shot("archived");
  await ada.shot("archived-details");
  // Who is not in it does not find it any more.
  const eve = await stage.person("eve");
  await eve.button("Browse rooms").click();
  await eve.button("Open Lobby").waitFor();
  assert.equal(await eve.button("Join Kitchen").count(), 0);
  await banner(ada).getByRole("button", { name: "Restore" }).click();
  await bob.log.getByText("ada restored the room").waitFor();
  await bob.field("Kitchen").waitFor();
  assert.equal(await bob.field("Kitchen").inputValue(), "Half a sentence");
  await bob.field("Kitchen").press("Enter");
  await ada.hears("Half a sentence");
});

scene("all of it outlives a reload and the server", async (stage) => {
  const ada = await host(stage, "ada");
  const bob = await stage.person("bob");
  await createPrivate(ada, "Garden", "Beans");
  const garden = new URL(ada.page.url()).pathname;
  await openDetails(ada);
  await add(ada, "bob");
  await bob.goTo("Garden");
  await choose(ada, "bob", "Make host");
  await bob.log.getByText("ada made bob a host").waitFor();
  await openDetails(bob);
  await change(bob, "Name", "Orchard");
  await ada.isIn("Orchard");
  await ada.createRoom("Attic");
  await ada.button("Archive room").click();
  await ada.dialog("Archive Attic?").getByRole("button", { name: "Archive", exact: true }).click();
  await ada.sees("This room is archived. It can be read, not written.");

  await stage.server.restart();
  await bob.say("Still here", "Orchard");
  await bob.hears("Still here");
  await ada.page.reload();
  await ada.isIn("Attic");
  await ada.sees("This room is archived. It can be read, not written.");
  await bob.page.reload();
  await bob.isIn("Orchard");
  await topicOf(bob).getByText("Beans").waitFor();
  await bob.log.getByText("bob renamed the room to Orchard").waitFor();
  await openDetails(bob);
  await row(bob, "Everybody", "bob").getByText("Host").waitFor();
  await change(bob, "Topic", "Apples");
  await ada.open(garden);
  await topicOf(ada).getByText("Apples").waitFor();
  const eve = await stage.person("eve");
  await eve.open(garden);
  await eve.sees("There is no room at this address.");
});

scene("the panel is walked by keyboard, and gives the focus back", async (stage) => {
  const [ada] = await stage.persons("ada", "bob");
  await ada.createRoom("Kitchen");
  const opener = ada.button(/online, show who/);
  await opener.focus();
  await ada.page.keyboard.press("Enter");
  await panel(ada).waitFor();
  await ada.page.waitForFunction(() => document.activeElement.matches("aside"));
  for (const label of ["Favourite", "Close", null, "Change name"]) {
    await ada.page.keyboard.press("Tab");
    assert.equal(await ada.page.evaluate(() => document.activeElement.ariaLabel), label);
  }
  await ada.page.keyboard.press("Enter");
  await ada.page.keyboard.type("Pantry");
  await ada.page.keyboard.press("Enter");
  await ada.isIn("Pantry");
  await ada.page.waitForFunction(() => document.activeElement.ariaLabel === "Change name");
  await ada.page.keyboard.press("Escape");
  await panel(ada).waitFor({ state: "hidden" });
  assert.ok(await opener.evaluate((button) => button === document.activeElement));
});
