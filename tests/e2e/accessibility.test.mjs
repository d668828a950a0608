// axe-core finds nothing wrong on any screen: on a desk and on a phone, light and dark.
import assert from "node:assert/strict";
import { desktop, phone } from "./support/browser.mjs";
import { scene } from "./support/scene.mjs";

async function isFine(person, what) {
  assert.deepEqual(await person.axe(), [], what);
}

async function tour(stage, options, isPhone) {
  const bob = await stage.person("bob");
  await bob.createRoom("Kitchen");
  const ada = await stage.stranger("ada", options);
  const openRooms = async () => {
    if (isPhone) await ada.button("Open the room list").tap();
  };
  const { page } = ada;

  await ada.open();
  await ada.nicknameField.waitFor();
  await isFine(ada, "join");
  await ada.enter("bob");
  await page.getByRole("group", { name: "Suggestions" }).waitFor();
  await isFine(ada, "join, nickname taken");
  await ada.enter("ada");
  await ada.log.waitFor();
  await isFine(ada, "empty lobby");

  await bob.goTo("Lobby");
  await bob.field().pressSequentially("Typing");
  await ada.sees("bob is typing");
  await isFine(ada, "typing");
  await bob.say("Hello **ada**, see https://example.org and `code`");
  await bob.say("```\nconst long = 'a line of code that is wider than a phone is, and scrolls by itself';\n```\n> quoted\n\n- one\n- two");
  await ada.sees(/scrolls by itself/);
  await ada.field().fill("x".repeat(4_001));
  await ada.sees(/1 character too long/);
  await isFine(ada, "conversation and a text that is too long");
  await ada.field().fill("");

  await changed(ada, bob, isPhone);
  await openRooms();
  await isFine(ada, "room list");
  await ada.button("New room").click();
  await ada.dialog("Create a room").waitFor();
  await page.getByRole("textbox", { name: "Room name" }).fill("Kitchen");
  await page.keyboard.press("Enter");
  await ada.sees("There is a room of that name already.");
  await isFine(ada, "create a room");
  await page.keyboard.press("Escape");
  await ada.dialog("Create a room").waitFor({ state: "hidden" });

  await ada.button("Browse rooms").click();
  await ada.button("Join Kitchen").waitFor();
  await isFine(ada, "directory");
  await ada.button("Join Kitchen").click();
  await ada.isIn("Kitchen");
  await isFine(ada, "empty room");
  await openRooms();
  await ada.goTo("Lobby");
  await bob.goTo("Kitchen");
  await bob.say("Unread", "Kitchen");
  await openRooms();
  await ada.hasUnread("Kitchen", 1);
  await isFine(ada, "unread");
  await ada.goTo("Kitchen");
  await ada.log.getByText("New", { exact: true }).waitFor();
  await isFine(ada, "new divider");

  await ada.button(/online, show who/).click();
  await page.getByRole("region", { name: "Online now" }).getByText("bob").waitFor();
  await isFine(ada, "members");
  const notifications = page.getByRole("region", { name: "Notifications" });
  await notifications.getByRole("button").click();
  await notifications.getByRole("radio", { name: "Nothing" }).waitFor();
  await isFine(ada, "what one is told of the room");
  await page.getByRole("complementary", { name: "About this room" }).getByRole("button", { name: "Close" }).click();

  await page.keyboard.press("Control+k");
  await ada.dialog("Switch room").waitFor();
  await isFine(ada, "switcher");
  await page.keyboard.press("Escape");
  await ada.dialog("Switch room").waitFor({ state: "hidden" });
  await openRooms();
  await ada.openMenu();
  await isFine(ada, "own menu");
  await ada.choose("Settings");
  await ada.dialog("Settings").waitFor();
  await isFine(ada, "settings");
  await page.getByRole("tab", { name: "Appearance" }).click();
  await isFine(ada, "settings, appearance");
  await page.getByRole("tab", { name: "Notifications" }).click();
  await page.getByRole("checkbox", { name: "Do not disturb" }).check();
  await page.getByLabel("From", { exact: true }).waitFor();
  await isFine(ada, "settings, notifications");
  await page.getByRole("tab", { name: "Appearance" }).click();
  await ada.button("Keyboard shortcuts").click();
  await ada.dialog("Keyboard").waitFor();
  await isFine(ada, "keys");
  await page.keyboard.press("Escape");
  await ada.dialog("Keyboard").waitFor({ state: "hidden" });
  await page.keyboard.press("Escape");

  await stage.server.end("SIGKILL");
  await ada.isAway();
  await ada.field("Kitchen").fill("Waiting");
  await ada.button("Send").click();
  await ada.sees("1 message waits to be sent");
  await isFine(ada, "away");
  await stage.server.start();
  await ada.isBack();
  await isFine(ada, "back online");
  await ada.open("/r/nowhere");
  await ada.sees("There is no room at this address.");
  await isFine(ada, "no such room");
}

/** What can be done with messages, and what is left of it. */
async function changed(ada, bob, isPhone) {
  const { page } = ada;
  const press = (button) => (isPhone ? button.tap() : button.click());
  await ada.field().fill("To be changed");
  await press(ada.button("Send"));
  await ada.hasSentAll();
  await ada.hears("To be changed");
  const choose = async (text) => {
    const words = ada.message(text).getByText(text, { exact: true });
    if (isPhone) await words.tap();
    else await words.hover();
    await ada.message(text).getByRole("toolbar").waitFor();
  };

  await choose("To be changed");
  await isFine(ada, "message actions");
  await press(ada.button("React with 👍"));
  await bob.use("React with ❤️", "To be changed");
  await ada.button("❤️ by bob").waitFor();
  await press(ada.button("More reactions"));
  await ada.dialog("Choose a reaction").waitFor();
  await isFine(ada, "picker");
  await page.getByRole("searchbox", { name: "Find an emoji" }).fill("nothing like this");
  await ada.sees("No emoji is called that.");
  await isFine(ada, "picker without a match");
  await page.keyboard.press("Escape");
  await ada.dialog("Choose a reaction").waitFor({ state: "hidden" });
  await press(ada.button("Edit"));
  const editor = page.getByRole("textbox", { name: "Edit message" });
  await editor.fill("x".repeat(4_001));
  await isFine(ada, "editor");
  await editor.fill("It was changed");
  await press(ada.button("Save"));
  await ada.message("It was changed").getByText("(edited)").waitFor();
  await bob.use("Reply", "It was changed");
  await bob.say("An answer");
  await ada.hears("An answer");
  await choose("An answer");
  await press(ada.button("Reply"));
  await ada.sees("Replying to bob:");
  await isFine(ada, "edited, marked, answered, answering");
  await press(ada.button("Cancel reply"));
  await choose("It was changed");
  await press(ada.button("Delete"));
  await ada.dialog("Delete this message?").waitFor();
  await isFine(ada, "delete");
  await press(ada.dialog("Delete this message?").getByRole("button", { name: "Delete" }));
  await ada.message("An answer").getByText("Message deleted").waitFor();
  await isFine(ada, "deleted");
}

for (const colorScheme of ["light", "dark"]) {
  scene(`desk, ${colorScheme}`, (stage) => tour(stage, { ...desktop, colorScheme }, false));
  scene(`phone, ${colorScheme}`, (stage) => tour(stage, { ...phone, colorScheme }, true));
}

scene("at 200 % the page still fits", async (stage) => {
  const ada = await stage.person("ada", { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 });
  await ada.say("Twice as large");
  await ada.hears("Twice as large");
  await isFine(ada, "200 %");
  assert.ok(await ada.page.evaluate(() => document.documentElement.scrollWidth <= 640));
  await ada.shot("zoom-200");
});

scene("new messages are announced, and each control says what it is", async (stage) => {
  const [ada, bob] = await stage.persons("ada", "bob");
  assert.equal(await ada.log.getAttribute("aria-live"), "polite");
  await bob.say("Can you hear me?");
  await ada.hears("Can you hear me?");
  const nameless = await ada.page.evaluate(() =>
    [...document.querySelectorAll("button, a, input, textarea")]
      .filter((element) => {
        const label = element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ?? element.textContent;
        return label.trim() === "";
      })
      .map((element) => element.outerHTML),
  );
  assert.deepEqual(nameless, []);
});
