// Rooms: made, found, joined, left, and what is new in them.
import assert from "node:assert/strict";
import { chatter, scene } from "./support/scene.mjs";

scene("a room is created, found by another, talked in, and left", async (stage) => {
  const [ada, bob] = await stage.persons("ada", "bob");
  await ada.createRoom("Garden club");
  await ada.sees("Nobody has written here yet. Say hello.");
  await ada.shot("empty-room");
  await bob.button("Browse rooms").click();
  await bob.page.getByRole("searchbox", { name: "Find a room" }).fill("gard");
  await bob.shot("directory");
  await bob.button("Join Garden club").click();
  await bob.isIn("Garden club");
  await ada.sees("bob joined");
  await ada.say("Tomatoes?", "Garden club");
  await bob.hears("Tomatoes?");
  assert.match(new URL(bob.page.url()).pathname, /^\/r\/./);

  await bob.button(/online, show who/).click();
  await bob.button("Leave room").click();
  await bob.isIn("Lobby");
  await bob.roomLink("Garden club").waitFor({ state: "hidden" });
  await ada.sees(/bob left/);
});

scene("two rooms cannot have one name", async (stage) => {
  const ada = await stage.person("ada");
  await ada.createRoom("Garden");
  await ada.button("New room").click();
  await ada.page.getByRole("textbox", { name: "Room name" }).fill("Garden");
  await ada.page.keyboard.press("Enter");
  await ada.sees("There is a room of that name already.");
  await ada.shot("create-taken");
  await ada.page.keyboard.press("Escape");
  await ada.dialog("Create a room").waitFor({ state: "hidden" });
});

scene("an address leads into its room, after one click for who is not in it", async (stage) => {
  const [ada, bob] = await stage.persons("ada", "bob");
  await ada.createRoom("Kitchen");
  const path = new URL(ada.page.url()).pathname;
  await bob.open(path);
  await bob.sees("You are not in Kitchen yet.");
  await bob.shot("outside");
  await bob.button("Join Kitchen").click();
  await bob.isIn("Kitchen");
  const eve = await stage.stranger("eve");
  await eve.open(path);
  await eve.enter();
  await eve.button("Join Kitchen").click();
  await eve.say("Found it", "Kitchen");
  await bob.hears("Found it");
  await bob.open("/r/nowhere");
  await bob.sees("There is no room at this address.");
  await bob.button("Go to the lobby").click();
  await bob.isIn("Lobby");
});

scene("unread messages are counted where one is not, divided where one comes, and gone when read", async (stage) => {
  const [ada, bob] = await stage.persons("ada", "bob");
  await ada.createRoom("Kitchen");
  await bob.joinFromDirectory("Kitchen");
  await ada.say("Read by both", "Kitchen");
  await bob.hears("Read by both");
  await bob.goTo("Lobby");
  await ada.say("Soup is ready", "Kitchen");
  await ada.say("And bread", "Kitchen");
  await bob.hasUnread("Kitchen", 2);
  await bob.page.waitForFunction(() => document.title === "(2) Lobby · Parlor");
  await bob.shot("unread");
  await bob.goTo("Kitchen");
  await bob.hears("And bread");
  const divider = bob.log.getByText("New", { exact: true });
  await divider.waitFor();
  // What was in sight before is not new, however short that was.
  const [read, line, unread] = await Promise.all(
    [bob.messages("Read by both"), divider, bob.messages("Soup is ready")].map(async (each) => (await each.boundingBox()).y),
  );
  assert.ok(read < line && line < unread, "the divider is where the unread messages begin");
  await bob.shot("new-divider");
  await bob.hasUnread("Kitchen", 0);
  await bob.page.waitForFunction(() => document.title === "Kitchen · Parlor");
  // It stays until the room is left.
  await divider.waitFor();
  await bob.goTo("Lobby");
  await bob.goTo("Kitchen");
  await bob.hears("And bread");
  assert.equal(await divider.count(), 0);
});

scene("a room with much unread opens at the first of it; the end is one click away", async (stage) => {
  const ada = await stage.person("ada");
  const bot = await stage.bot("bot");
  await ada.createRoom("News");
  const room = new URL(ada.page.url()).pathname.slice("/r/".length);
  await bot.join(room);
  await bot.say(room, "The last one read");
  await ada.hears("The last one read");
  await ada.goTo("Lobby");
  await chatter(bot, room, 300, (index) => `News item ${index}`);
  await ada.hasUnread("News", 300);
  await ada.goTo("News");
  await ada.hears("News item 0");
  await ada.hears("The last one read");
  await ada.log.getByText("New", { exact: true }).waitFor();
  await ada.shot("first-unread");
  // Where one is brought to, one has not read to the end.
  await ada.hasUnread("News", 300);
  await ada.button("300 new messages").click();
  await ada.hears("News item 299");
  await ada.hasUnread("News", 0);
});

scene("who reads up keeps the place, is told of what is new, and jumps to it", async (stage) => {
  const ada = await stage.person("ada");
  const bot = await stage.bot("bot");
  await chatter(bot, "lobby", 60);
  await ada.hears("bot says 59");
  await ada.log.hover();
  await ada.page.mouse.wheel(0, -800);
  await ada.button("Jump to latest").waitFor();
  const before = await ada.rows({ inSight: true });
  await bot.say("lobby", "One more");
  await ada.button("1 new message").waitFor();
  await bot.say("lobby", "And another");
  await ada.button("2 new messages").waitFor();
  assert.deepEqual(await ada.rows({ inSight: true }), before);
  await ada.shot("new-below");
  await ada.button("2 new messages").click();
  await ada.hears("And another");
  assert.ok(await ada.isAtBottom());
  await ada.page.locator(".jump").waitFor({ state: "hidden" });
  // At the end one follows.
  await chatter(bot, "lobby", 20, (index) => `Following ${index}`);
  await ada.hears("Following 19");
  assert.ok(await ada.isAtBottom());
});

scene("each room keeps its draft, over switching and reloading", async (stage) => {
  const ada = await stage.person("ada");
  await ada.createRoom("Kitchen");
  await ada.field("Kitchen").fill("Half a recipe");
  await ada.goTo("Lobby");
  await ada.field("Lobby").fill("Half a greeting");
  await ada.goTo("Kitchen");
  assert.equal(await ada.field("Kitchen").inputValue(), "Half a recipe");
  await ada.page.reload();
  await ada.isIn("Kitchen");
  assert.equal(await ada.field("Kitchen").inputValue(), "Half a recipe");
  await ada.goTo("Lobby");
  assert.equal(await ada.field("Lobby").inputValue(), "Half a greeting");
  await ada.field("Lobby").press("Enter");
  await ada.hears("Half a greeting");
  await ada.page.reload();
  await ada.isIn("Lobby");
  assert.equal(await ada.field("Lobby").inputValue(), "");
});
