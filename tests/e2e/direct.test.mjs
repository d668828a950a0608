// Conversations: begun, found again, and nobody else's; rooms for everybody and for some; who is added or removed is told.
import assert from "node:assert/strict";
import { desktop, phone } from "./support/browser.mjs";
import { scene } from "./support/scene.mjs";

const directs = (person) => person.page.getByRole("list", { name: "Direct messages" });
const direct = (person, people) => directs(person).getByRole("link", { name: new RegExp(`^${people}(?![\\w,])`) });
const to = (person) => person.page.getByRole("combobox", { name: "To" });
const option = (person, name) => person.page.getByRole("option", { name, exact: true });
const chosen = (person) => person.page.getByRole("list", { name: "Chosen" });

async function isFine(person, what) {
  assert.deepEqual(await person.axe(), [], what);
}
async function openRooms(person) {
  await person.button("Open the room list").tap();
  await person.button("New message").waitFor();
}
/** Chooses people by their names, and begins. */
async function message(person, ...people) {
  await person.button("New message").click();
  for (const name of people) {
    await to(person).fill(name);
    await option(person, name).waitFor();
    await to(person).press("Enter");
    await chosen(person).getByText(name, { exact: true }).waitFor();
  }
  await person.button("Start").click();
  await person.dialog("New message").waitFor({ state: "hidden" });
}
const isFocused = (field) => field.and(field.page().locator(":focus")).waitFor();

scene("two talk alone: at once, after a reload, and after the server was killed", async (stage) => {
  const [ada, bob, eve] = await stage.persons("ada", "bob", "eve");
  await ada.sees("No messages yet.");
  await ada.button("New message").click();
  await option(ada, "bob").waitFor();
  await ada.shot("direct-people");
  // All by keyboard: the first letters, Enter for the person, Enter for the conversation.
  await isFocused(to(ada));
  await ada.page.keyboard.type("bo");
  await ada.page.waitForFunction(() => document.querySelectorAll("[role=option]").length === 1);
  await ada.page.keyboard.press("Enter");
  await chosen(ada).getByText("bob").waitFor();
  await ada.page.keyboard.press("Enter");
  await ada.isIn("bob");
  await isFocused(ada.field("bob"));
  await direct(ada, "bob").waitFor();
  await ada.shot("direct-empty");
  // Nothing was said: bob need not know.
  assert.equal(await directs(bob).getByRole("link").count(), 0);

  await ada.page.keyboard.type("Psst");
  await ada.page.keyboard.press("Enter");
  await direct(bob, "ada").getByText("1 unread message").waitFor();
  await bob.page.waitForFunction(() => document.title === "(1) Lobby · Parlor");
  await bob.shot("direct-unread");
  // One after the other from the keyboard, over both lists.
  await bob.page.keyboard.press("Alt+ArrowDown");
  await bob.isIn("ada");
  await bob.hears("Psst");
  await bob.page.waitForFunction(() => document.title === "ada · Parlor");
  await bob.say("Yes?", "ada");
  await ada.hears("Yes?");
  assert.equal(await directs(eve).getByRole("link").count(), 0);
  const path = new URL(bob.page.url()).pathname;
  await eve.open(path);
  await eve.sees("There is no room at this address.");

  for (const person of [ada, bob]) await person.page.reload();
  await ada.isIn("bob");
  await bob.isIn("ada");
  await ada.hears("Yes?");
  await stage.server.end("SIGKILL");
  await ada.isAway();
  await ada.say("Are you there?", "bob");
  await stage.server.start();
  await bob.hears("Are you there?");
  await ada.hasSentAll();
  await bob.hears("Psst");

  // Whoever asks for the conversation again comes to the one there is.
  await bob.goTo("Lobby");
  await message(bob, "ada");
  await bob.isIn("ada");
  assert.equal(new URL(bob.page.url()).pathname, path);
  assert.equal(await directs(bob).getByRole("link").count(), 1);
});

scene("who comes and goes, and what they are called, is seen beside the conversation", async (stage) => {
  const [ada, bob] = await stage.persons("ada", "bob");
  await message(ada, "bob");
  await ada.say("Hello", "bob");
  await direct(bob, "ada").waitFor();
  await direct(ada, "bob").getByText("(online)").waitFor();
  await bob.openSettings();
  await bob.page.getByRole("textbox", { name: "Name" }).fill("robert");
  await bob.button("Save").click();
  await direct(ada, "robert").waitFor();
  await ada.isIn("robert");
  await ada.shot("direct-renamed");
  await bob.page.goto("about:blank");
  await direct(ada, "robert").getByText("(online)").waitFor({ state: "hidden" });
  await bob.open();
  await direct(ada, "robert").getByText("(online)").waitFor();
});

scene("three talk, one of them on a phone", async (stage) => {
  const [ada, bob] = await stage.persons("ada", "bob");
  const carl = await stage.person("carl", phone);
  await message(ada, "bob", "carl");
  await ada.isIn("bob and carl");
  await ada.say("Dinner?", "bob and carl");
  await direct(bob, "ada and carl").click();
  await bob.hears("Dinner?");
  await openRooms(carl);
  await direct(carl, "ada and bob").getByText("1 unread message").waitFor();
  await carl.shot("direct-phone-list");
  await isFine(carl, "the room list on a phone");
  await direct(carl, "ada and bob").tap();
  await carl.isIn("ada and bob");
  await carl.hears("Dinner?");
  await carl.field("ada and bob").fill("Soup");
  await carl.button("Send").tap();
  for (const person of [ada, bob]) await person.hears("Soup");
  await carl.shot("direct-phone");

  // Alone with one of them is another conversation.
  await openRooms(carl);
  await carl.button("New message").tap();
  await option(carl, "ada").tap();
  await carl.shot("direct-phone-people");
  await isFine(carl, "choosing people on a phone");
  await carl.button("Start").tap();
  await carl.isIn("ada");
  await carl.field("ada").fill("No soup for bob");
  await carl.button("Send").tap();
  await direct(ada, "carl").click();
  await ada.hears("No soup for bob");
  assert.equal(await directs(bob).getByRole("link").count(), 1);
  // Where somebody spoke last comes first.
  assert.match(await directs(ada).getByRole("link").first().textContent(), /carl/);
  await bob.say("Bread", "ada and carl");
  await direct(ada, "bob and carl").getByText("1 unread message").waitFor();
  assert.match(await directs(ada).getByRole("link").first().textContent(), /bob and carl/);
  await stage.server.end("SIGTERM");
  await stage.server.start();
  await carl.page.reload();
  await carl.hears("No soup for bob");
});

for (const colorScheme of ["light", "dark"]) {
  scene(`the dialogs are for everybody, ${colorScheme}`, async (stage) => {
    await stage.persons("bob", "carl");
    const ada = await stage.person("ada", { ...desktop, colorScheme });
    await ada.button("New message").click();
    await option(ada, "bob").waitFor();
    await to(ada).press("ArrowDown");
    await isFine(ada, "people who are here");
    await to(ada).press("Enter");
    await option(ada, "carl").click();
    await isFine(ada, "people who were chosen");
    await ada.shot(`direct-chosen-${colorScheme}`);
    await to(ada).press("Backspace");
    await to(ada).fill("nobody at all");
    await ada.sees("Nobody is called so.");
    await isFine(ada, "nobody is called so");
    await ada.button("Remove bob").click();
    await to(ada).fill("");
    await ada.button("Start").click();
    await ada.sees("Choose somebody first.");
    await isFine(ada, "nobody was chosen");
    await ada.page.keyboard.press("Escape");
    await ada.dialog("New message").waitFor({ state: "hidden" });
    await ada.button("New message").and(ada.page.locator(":focus")).waitFor();

    await ada.button("New room").click();
    assert.ok(await ada.page.getByRole("radio", { name: "Private" }).isDisabled());
    await ada.sees("Private rooms are for people with an account.");
    await ada.page.getByRole("textbox", { name: "Topic (optional)" }).fill("x".repeat(251));
    await ada.sees("1 character too long. Shorten it.");
    await isFine(ada, "a guest makes a room");
    await ada.shot(`create-guest-${colorScheme}`);
    await ada.button("Create account").click();
    await ada.page.getByRole("textbox", { name: "Name", exact: true }).fill("ada");
    await ada.page.getByLabel("Password", { exact: true }).fill("correct horse");
    await ada.page.keyboard.press("Enter");
    await ada.dialog("Create account").waitFor({ state: "hidden" });

    await ada.button("New room").click();
    await ada.page.getByRole("textbox", { name: "Room name" }).fill("Garden");
    await ada.page.getByRole("radio", { name: "Private" }).check();
    await ada.page.getByRole("textbox", { name: "Topic (optional)" }).fill("Roses");
    await isFine(ada, "an account makes a room");
    await ada.shot(`create-private-${colorScheme}`);
    await ada.button("Create", { exact: true }).click();
    await ada.isIn("Garden");
    await ada.roomLink("Garden").getByText("(private)").waitFor();
    await isFine(ada, "a private room");
    await ada.page.reload();
    await ada.isIn("Garden");
    await ada.roomLink("Garden").getByText("(private)").waitFor();
  });
}

scene("who is added to a room or removed from it is told, and is brought to the lobby", async (stage) => {
  const ada = await stage.person("ada");
  const bot = await stage.bot("bot");
  const { room } = await bot.ask("create", { name: "Garden" });
  const me = await bot.ask("find_people", { query: "ada" });
  const { user } = me.people[0];
  assert.equal((await bot.ask("add", { room: room.room, user })).ok, true);
  await ada.sees("bot added you to Garden.");
  await ada.roomLink("Garden").waitFor();
  await isFine(ada, "added");
  await ada.shot("added");
  await ada.button("Open").click();
  await ada.isIn("Garden");
  await ada.seesNoMore("bot added you to Garden.");
  assert.equal((await bot.ask("kick", { room: room.room, user })).ok, true);
  await ada.sees("bot removed you from Garden.");
  await ada.isIn("Lobby");
  await ada.roomLink("Garden").waitFor({ state: "hidden" });
  await ada.shot("removed");
  // It goes by itself.
  await ada.seesNoMore("bot removed you from Garden.");
});

scene("conversations in German", async (stage) => {
  await stage.person("bob");
  const ada = await stage.stranger("ada", { ...phone, locale: "de-DE", colorScheme: "dark" });
  await ada.open();
  await ada.page.getByRole("textbox", { name: "Name" }).fill("ada");
  await ada.page.keyboard.press("Enter");
  await ada.page.getByRole("log").waitFor();
  await ada.button("Raumliste öffnen").tap();
  await ada.page.getByRole("heading", { name: "Direktnachrichten" }).waitFor();
  await ada.button("Neuer Raum").tap();
  await ada.sees("Private Räume gibt es nur mit Konto.");
  await ada.shot("direct-german-room");
  await isFine(ada, "a room in German");
  await ada.page.keyboard.press("Escape");
  await ada.button("Neue Nachricht").tap();
  await option(ada, "bob").tap();
  await ada.shot("direct-german");
  await ada.button("Beginnen").tap();
  await ada.page.getByRole("heading", { level: 1, name: "bob" }).waitFor();
});
