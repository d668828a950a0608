// What calls somebody: mentions, the rooms they want to hear much, little or nothing of, and notifications.
import assert from "node:assert/strict";
import { until } from "../support_js/until.mjs";
import { phone } from "./support/browser.mjs";
import { Desk } from "./support/desk.mjs";
import { scene } from "./support/scene.mjs";

const password = "correct horse";

async function isFine(person, what) {
  assert.deepEqual(await person.axe(), [], what);
}
/** Waits until the sidebar shows so many mentions of a room; 0 for no number at all. */
async function hasMentions(person, room, count) {
  const link = person.roomLink(room);
  if (count === 0) await link.getByText(/mention/).waitFor({ state: "hidden" });
  else await link.getByText(new RegExp(`^${count} mention`)).waitFor();
}
const hasTitle = (person, title) => person.page.waitForFunction((wanted) => document.title === wanted, title);
const favourites = (person) => person.page.getByRole("list", { name: "Favourites" });
const isQuiet = (person, room) => person.roomLink(room).and(person.page.locator(".is-quiet")).waitFor();
const star = (person) => person.button("Favourite");
const directs = (person) => person.page.getByRole("list", { name: "Direct messages" });

/** Waits until the number in the tab's picture is on red, or on grey. */
async function hasIcon(person, colour) {
  await person.page.waitForFunction(async (wanted) => {
    const { href } = document.querySelector('link[rel="icon"]');
    if (!href.startsWith("data:")) return wanted === "none";
    const picture = new Image();
    picture.src = href;
    await picture.decode();
    const context = new OffscreenCanvas(64, 64).getContext("2d");
    context.drawImage(picture, 0, 0);
    const [red, green] = context.getImageData(28, 44, 1, 1).data;
    return wanted === (red > green + 60 ? "red" : "grey");
  }, colour);
}
/** Fills the form of an account that is shown, and sends it. */
async function fillAccount(person) {
  await person.page.getByRole("textbox", { name: "Name", exact: true }).fill(person.nickname);
  await person.page.getByLabel("Password", { exact: true }).fill(password);
  await person.page.keyboard.press("Enter");
  await person.log.waitFor();
}
/** Somebody with an account: they can be meant while they are away. */
async function register(stage, nickname) {
  const person = await stage.stranger(nickname);
  await person.open();
  await person.button("Create account").click();
  await fillAccount(person);
  return person;
}
/** Chooses what one is told of the room in view. */
async function setLevel(person, level) {
  await person.button(/online, show who/).click();
  const part = person.page.getByRole("region", { name: "Notifications" });
  await part.getByRole("button", { name: /^Notifications/ }).click();
  await part.getByRole("radio", { name: level, exact: true }).check();
  await part.getByRole("button", { name: `Notifications: ${level}` }).waitFor();
  await person.button("Close").click();
}
/** People in a kitchen, all of them back in the lobby. */
async function kitchen(stage, ...names) {
  return meet(await stage.persons(...names));
}
async function meet(people) {
  const [first, ...others] = people;
  await first.createRoom("Kitchen");
  for (const person of others) await person.joinFromDirectory("Kitchen");
  for (const person of people) await person.goTo("Lobby");
  return people;
}

scene("who is meant sees it in each tab, until it was read in one of them", async (stage) => {
  const [ada, bob, carl] = await kitchen(stage, "ada", "bob", "Carl C");
  const other = await bob.tab();
  await other.open("/r/lobby");
  await other.log.waitFor();
  await ada.goTo("Kitchen");
  await ada.say("Who is hungry?", "Kitchen");
  await bob.hasUnread("Kitchen", 1);
  await hasMentions(bob, "Kitchen", 0);
  await hasIcon(bob, "grey");
  await ada.say('Soup for @bob and @"Carl C"', "Kitchen");
  await ada.say("Nobody else, @bob.", "Kitchen");
  for (const tab of [bob, other]) {
    await tab.hasUnread("Kitchen", 3);
    await hasMentions(tab, "Kitchen", 2);
    await hasTitle(tab, "(3) Lobby · Parlor");
    await hasIcon(tab, "red");
  }
  await hasMentions(carl, "Kitchen", 1);
  await hasMentions(ada, "Kitchen", 0);
  await isFine(bob, "mentions");
  await bob.shot("noticing-mentions");

  // What an edit says is no news: decided was it when it was posted.
  await ada.edit("Who is hungry?", "Who is hungry, @bob?");
  await ada.hears("Who is hungry, @bob?");
  await bob.page.reload();
  await bob.log.waitFor();
  await hasMentions(bob, "Kitchen", 2);

  await other.goTo("Kitchen");
  await other.hears("Who is hungry, @bob?");
  for (const tab of [bob, other]) {
    await hasMentions(tab, "Kitchen", 0);
    await tab.hasUnread("Kitchen", 0);
  }
  await hasTitle(bob, "Lobby · Parlor");
  await hasIcon(bob, "none");
  await hasMentions(carl, "Kitchen", 1);

  // Who answers from one tab has read it for all.
  await other.goTo("Lobby");
  await ada.say("More, @bob?", "Kitchen");
  await hasMentions(bob, "Kitchen", 1);
  await other.goTo("Kitchen");
  await other.say("Yes", "Kitchen");
  await hasMentions(bob, "Kitchen", 0);
});

scene("mentions made while one was away are there when one comes back", async (stage) => {
  const [ada, bob] = await meet([await stage.person("ada"), await register(stage, "bob")]);
  await bob.context.setOffline(true);
  await bob.isAway();
  await ada.goTo("Kitchen");
  await ada.say("@bob one", "Kitchen");
  await ada.say("two", "Kitchen");
  await ada.say("@bob three", "Kitchen");
  await ada.hasSentAll();
  await bob.context.setOffline(false);
  await bob.isBack();
  await bob.hasUnread("Kitchen", 3);
  await hasMentions(bob, "Kitchen", 2);
  await stage.server.end("SIGKILL");
  await bob.isAway();
  await stage.server.start();
  await bob.isBack();
  await hasMentions(bob, "Kitchen", 2);
  await bob.goTo("Kitchen");
  await bob.hears("@bob three");
  await hasMentions(bob, "Kitchen", 0);
});

scene("a room of which one wants to hear nothing is quiet, in each tab and after a reload", async (stage) => {
  const [ada, bob] = await kitchen(stage, "ada", "bob");
  const other = await bob.tab();
  await other.open("/r/lobby");
  await other.log.waitFor();
  await bob.goTo("Kitchen");
  await setLevel(bob, "Nothing");
  await bob.goTo("Lobby");
  await ada.goTo("Kitchen");
  await ada.say("Noise, @bob", "Kitchen");
  for (const tab of [bob, other]) {
    await tab.hasUnread("Kitchen", 1);
    await hasMentions(tab, "Kitchen", 1);
    await isQuiet(tab, "Kitchen");
    await hasTitle(tab, "Lobby · Parlor");
    await hasIcon(tab, "none");
  }
  await isFine(bob, "a quiet room");
  await bob.shot("noticing-quiet");
  await bob.page.reload();
  await bob.log.waitFor();
  await isQuiet(bob, "Kitchen");
  await hasTitle(bob, "Lobby · Parlor");

  await bob.goTo("Kitchen");
  await bob.hears("Noise, @bob");
  await bob.button(/online, show who/).click();
  await bob.page.getByRole("region", { name: "Notifications" }).getByRole("button", { name: "Notifications: Nothing" }).click();
  await isFine(bob, "what one is told of a room");
  await bob.shot("noticing-levels");
  await bob.button("Close").click();
  await setLevel(bob, "As usual");
  await bob.goTo("Lobby");
  await ada.say("News, @bob", "Kitchen");
  for (const tab of [bob, other]) {
    await hasTitle(tab, "(1) Lobby · Parlor");
    await hasIcon(tab, "red");
  }
});

scene("what was not kept is put back, and said", async (stage) => {
  const ada = await stage.person("ada");
  await ada.button(/online, show who/).click();
  await star(ada).waitFor();
  await ada.context.setOffline(true);
  await ada.isAway();
  await star(ada).click();
  await ada.sees("This was not kept. The server did not answer. Try again in a moment.");
  assert.equal(await star(ada).getAttribute("aria-pressed"), "false");
  await isFine(ada, "not kept");
});

scene("favourites stand above all others, after a reload and on each device", async (stage) => {
  const ada = await register(stage, "ada");
  const elsewhere = await stage.stranger("ada", phone);
  await elsewhere.open();
  await elsewhere.button("Sign in").click();
  await fillAccount(elsewhere);

  await ada.createRoom("Kitchen");
  await ada.createRoom("Attic");
  await ada.goTo("Kitchen");
  await ada.button(/online, show who/).click();
  await star(ada).click();
  await star(ada).and(ada.page.locator('[aria-pressed="true"]')).waitFor();
  const inFavourites = (person) => favourites(person).getByRole("link", { name: /^Kitchen/ });
  await inFavourites(ada).waitFor();
  await ada.roomLink("Kitchen").waitFor({ state: "hidden" });
  await ada.shot("noticing-favourite");
  await isFine(ada, "favourites");
  await ada.page.reload();
  await ada.log.waitFor();
  await inFavourites(ada).waitFor();

  await elsewhere.button("Open the room list").tap();
  await inFavourites(elsewhere).waitFor();
  await isFine(elsewhere, "favourites on a phone");
  await inFavourites(elsewhere).tap();
  await elsewhere.isIn("Kitchen");
  await elsewhere.button(/online, show who/).tap();
  await star(elsewhere).tap();
  await favourites(ada).waitFor({ state: "hidden" });
  await ada.roomLink("Kitchen").waitFor();
});

scene("who is meant while nobody looks is told by a notification, which brings to the message", async (stage) => {
  const [ada, bob] = await kitchen(stage, "ada", "bob");
  const desk = await Desk.of(ada);
  assert.equal(await desk.asked(), 0);
  await ada.openSettings("Notifications");
  await ada.sees("Notifications are off in this browser.");
  await isFine(ada, "notifications are off");
  assert.equal(await desk.asked(), 0);
  await ada.button("Turn on notifications").click();
  await ada.sees("Notifications are on in this browser.");
  assert.equal(await desk.asked(), 1);
  await ada.button("Try it").click();
  await desk.shows(["Parlor: This is what a notification looks like."]);
  await isFine(ada, "notifications are on");
  await ada.shot("noticing-settings");
  await ada.page.keyboard.press("Escape");
  await desk.clear();

  await desk.leave();
  await bob.goTo("Kitchen");
  await bob.say("Just talking", "Kitchen");
  await bob.say("**Soup** is ready, @ada", "Kitchen");
  await desk.shows(["bob in Kitchen: Soup is ready, @ada"]);
  assert.deepEqual(await desk.options(), [{ tag: `parlor ${new URL(bob.page.url()).pathname.slice("/r/".length)}`, silent: true }]);
  await bob.say("And more of it, @ada", "Kitchen");
  await desk.shows(["bob in Kitchen: And more of it, @ada"]);
  // Later messages push it out of sight; the click finds it.
  for (let line = 0; line < 40; line += 1) await bob.say(`Line ${line}`, "Kitchen");
  await bob.hasSentAll();
  await desk.click();
  await ada.isIn("Kitchen");
  await desk.comeBack();
  await ada.hears("And more of it, @ada");
  const isInSight = async () => (await ada.rows({ inSight: true })).some(({ text }) => text === "And more of it, @ada");
  await until(isInSight, "the message is in sight");
  await desk.shows([]);

  // What one sees is nothing to be told of; what is said in another room is.
  await ada.say("Coming", "Kitchen");
  await bob.say("Good, @ada", "Kitchen");
  await ada.hears("Good, @ada");
  await bob.goTo("Lobby");
  await bob.say("Over here, @ada");
  await desk.shows(["bob in Lobby: Over here, @ada"]);
  // Read in another tab it is over.
  const other = await ada.tab();
  await other.open("/r/lobby");
  await other.hears("Over here, @ada");
  await desk.shows([]);
});

scene("direct messages are told by who writes, and what was written only where one wants that", async (stage) => {
  const [ada, bob] = await stage.persons("ada", "bob");
  const desk = await Desk.of(ada);
  await desk.turnOn();
  await desk.leave();
  await bob.button("New message").click();
  const to = bob.page.getByRole("combobox", { name: "To" });
  await to.fill("ada");
  await bob.page.getByRole("option", { name: "ada", exact: true }).waitFor();
  await to.press("Enter");
  await bob.page.getByRole("list", { name: "Chosen" }).getByText("ada", { exact: true }).waitFor();
  await bob.button("Start").click();
  await bob.isIn("ada");
  await bob.say("Psst", "ada");
  await desk.shows(["bob: Psst"]);
  await hasIcon(ada, "red");
  await hasTitle(ada, "(1) Lobby · Parlor");
  await ada.openSettings("Notifications");
  await ada.page.getByRole("checkbox", { name: "Show what was written" }).uncheck();
  await ada.page.getByRole("checkbox", { name: "Sound" }).check();
  await ada.page.keyboard.press("Escape");
  assert.equal(await desk.tones(), 0);
  await bob.say("A secret", "ada");
  await desk.shows(["bob: New message"]);
  await desk.sounded();
  await desk.comeBack();
  await directs(ada).getByRole("link", { name: /^bob/ }).click();
  await ada.hears("A secret");
  await desk.shows([]);
});

scene("while one is not to be disturbed nothing is shown", async (stage) => {
  const [ada, bob] = await stage.persons("ada", "bob");
  const desk = await Desk.of(ada);
  await desk.turnOn();
  const setHours = async (from, to) => {
    await ada.openSettings("Notifications");
    await ada.page.getByRole("checkbox", { name: "Do not disturb" }).check();
    await ada.page.getByLabel("From", { exact: true }).fill(from);
    await ada.page.getByLabel("To", { exact: true }).fill(to);
    await isFine(ada, "do not disturb");
    await ada.shot("noticing-quiet-hours");
    await ada.page.keyboard.press("Escape");
  };
  // From a time to the same time is the whole day, whenever this runs.
  await setHours("12:00", "12:00");
  await desk.leave();
  await bob.say("Are you asleep, @ada?");
  await ada.hears("Are you asleep, @ada?");
  await desk.comeBack();
  // Hours that are not now; two away, so that none begins meanwhile.
  const hour = (later) => `${String((new Date().getUTCHours() + later) % 24).padStart(2, "0")}:00`;
  await setHours(hour(2), hour(3));
  await desk.leave();
  await bob.say("Good morning, @ada");
  await desk.shows(["bob in Lobby: Good morning, @ada"]);
  assert.equal(await desk.count(), 1);
});

scene("where the browser blocks notifications it is said what to do, and other tabs follow what is chosen", async (stage) => {
  const ada = await stage.person("ada");
  const desk = await Desk.of(ada, "denied");
  await ada.openSettings("Notifications");
  await ada.button("Turn on notifications").click();
  await ada.sees(/This browser blocks notifications of this page/);
  await isFine(ada, "notifications are blocked");
  await ada.shot("noticing-blocked");
  assert.equal(await desk.asked(), 1);
  const other = await ada.tab();
  await other.open("/r/lobby");
  await other.log.waitFor();
  await other.openSettings("Notifications");
  const sound = (tab) => tab.page.getByRole("checkbox", { name: "Sound" });
  await sound(ada).check();
  await other.page.waitForFunction(() => document.querySelectorAll("[role=dialog] input:checked").length === 2);
  assert.equal(await sound(other).isChecked(), true);
});
