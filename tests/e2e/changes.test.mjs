// What happens to messages: edited, deleted, marked, answered; seen by all, at once and for good.
import assert from "node:assert/strict";
import { until } from "../support_js/until.mjs";
import { phone } from "./support/browser.mjs";
import { chatter, scene } from "./support/scene.mjs";

const settled = (person, text, wanted) =>
  until(
    async () => JSON.stringify(await person.reactions(text)) === JSON.stringify(wanted),
    `the reactions ${wanted} for ${person.nickname}`,
  );
const link = (text, person) => person.message(text).getAttribute("data-seq");

scene("an edit is there for everybody at once, marked as one, and after a reload", async (stage) => {
  const [ada, bob] = await stage.persons("ada", "bob");
  await ada.say("Meet at nine");
  await bob.hears("Meet at nine");
  await ada.edit("Meet at nine", "Meet at **ten**");
  for (const person of [ada, bob]) {
    await person.message("Meet at ten").getByText("(edited)").waitFor();
    assert.equal(await person.message("nine").count(), 0);
  }
  assert.match(await bob.message("Meet at ten").locator(".message-edited").getAttribute("title"), /^Edited .*20\d\d/);
  // The field that was left is the one to go on in.
  await ada.field().and(ada.page.locator(":focus")).waitFor();
  await bob.page.reload();
  await bob.message("Meet at ten").getByText("(edited)").waitFor();
  await bob.message("Meet at ten").hover();
  await bob.page.getByRole("toolbar").waitFor();
  assert.equal(await bob.button("Edit").count(), 0, "nobody edits what another wrote");
  assert.equal(await bob.button("Delete").count(), 0);
});

scene("the newest own message is edited with the arrow; Escape and the same text change nothing", async (stage) => {
  const [ada, bob] = await stage.persons("ada", "bob");
  const { keyboard } = ada.page;
  const field = ada.page.getByRole("textbox", { name: "Edit message" });
  await ada.say("First");
  await ada.say("Second");
  await bob.say("Not hers");
  await ada.hears("Not hers");
  await ada.hasSentAll();
  await ada.field().press("ArrowUp");
  await field.waitFor();
  assert.equal(await field.inputValue(), "Second");
  await keyboard.type(" thoughts");
  await keyboard.press("Escape");
  await field.waitFor({ state: "hidden" });
  await ada.hears("Second");
  await ada.field().press("ArrowUp");
  assert.equal(await field.inputValue(), "Second");
  await keyboard.press("Enter");
  await field.waitFor({ state: "hidden" });
  assert.equal(await ada.page.getByText("(edited)").count(), 0);
  // With something written the arrow is the text's.
  await ada.field().fill("Draft");
  await ada.field().press("ArrowUp");
  assert.equal(await field.count(), 0);
  await ada.field().fill("");
  await ada.field().press("ArrowUp");
  await field.fill("x".repeat(4_001));
  await ada.sees("1 character too long. Shorten it, then save.");
  await field.press("Enter");
  await field.fill("");
  await field.press("Enter");
  await ada.dialog("Delete this message?").waitFor();
  await keyboard.press("Escape");
  await ada.dialog("Delete this message?").waitFor({ state: "hidden" });
  await field.fill("Third\nwith a line");
  await field.press("Enter");
  await bob.message("Third").getByText("(edited)").waitFor();
});

scene("a deletion is asked about, and leaves a quiet place for everybody", async (stage) => {
  const [ada, bob] = await stage.persons("ada", "bob");
  await ada.say("Keep this");
  await ada.say("My secret");
  await ada.say("And this");
  await bob.hears("And this");
  await bob.use("React with 👍", "My secret");
  await settled(ada, "My secret", ["👍 1"]);
  await ada.use("Delete", "My secret");
  await ada.dialog("Delete this message?").waitFor();
  await ada.shot("delete");
  await ada.button("Keep it").click();
  await ada.dialog("Delete this message?").waitFor({ state: "hidden" });
  await ada.hears("My secret");
  await ada.delete("My secret");
  for (const person of [ada, bob]) {
    await person.sees("Message deleted");
    assert.equal(await person.page.getByText("My secret").count(), 0);
    assert.equal(await person.page.locator(".reaction").count(), 0);
    // One name for all of it, as before.
    assert.equal(await person.log.locator(".message-head").count(), 1);
  }
  await bob.page.reload();
  await bob.sees("Message deleted");
  assert.deepEqual(await bob.texts(), ["Keep this", "", "And this"]);
  await bob.message("Message deleted").hover();
  assert.equal(await bob.page.getByRole("toolbar").count(), 0);
});

scene("reactions are counted, own ones marked, toggled, and say who", async (stage) => {
  const [ada, bob, eve] = await stage.persons("ada", "bob", "eve");
  await ada.say("Cake at four");
  await bob.hears("Cake at four");
  await eve.hears("Cake at four");
  await bob.use("React with ❤️", "Cake at four");
  await eve.use("React with ❤️", "Cake at four");
  await settled(ada, "Cake at four", ["❤️ 2"]);
  await settled(bob, "Cake at four", ["❤️ 2*"]);
  assert.equal(await ada.page.locator(".reaction").getAttribute("title"), "❤️ by bob and eve");
  await ada.button("❤️ by bob and eve").click();
  await settled(bob, "Cake at four", ["❤️ 3*"]);
  await bob.button(/^❤️ by/).click();
  await settled(ada, "Cake at four", ["❤️ 2*"]);
  // The picker, by its search.
  await bob.use("More reactions", "Cake at four");
  await bob.dialog("Choose a reaction").waitFor();
  await bob.shot("picker");
  await bob.page.keyboard.type("birthday cake");
  await bob.page.keyboard.press("Enter");
  await bob.dialog("Choose a reaction").waitFor({ state: "hidden" });
  await settled(ada, "Cake at four", ["❤️ 2*", "🎂 1"]);
  await ada.page.reload();
  await ada.hears("Cake at four");
  await settled(ada, "Cake at four", ["❤️ 2*", "🎂 1"]);
  await ada.shot("reactions");
});

scene("an answer quotes, leads to what it answers, and follows what becomes of it", async (stage) => {
  const [ada, bob] = await stage.persons("ada", "bob");
  const bot = await stage.bot("bot");
  await ada.say("Who brings the **chairs**?");
  await bob.message("Who brings").waitFor();
  await bob.use("Reply", "Who brings");
  await bob.sees("Replying to ada:");
  await bob.shot("answering");
  await bob.page.keyboard.press("Escape");
  await bob.seesNoMore("Replying to ada:");
  await bob.use("Reply", "Who brings");
  await bob.page.keyboard.type("I do");
  await bob.page.keyboard.press("Enter");
  await bob.seesNoMore("Replying to ada:");
  const quote = (person, words = /Who brings/) =>
    person.message("I do").getByRole("button", { name: /^In reply to ada/ }).filter({ hasText: words });
  await quote(ada).waitFor();
  await ada.edit("Who brings", "Who brings the tables?");
  await quote(bob, /tables/).waitFor();

  // Far away: the room opens around it.
  await bob.use("Reply", "I do");
  await chatter(bot, "lobby", 250);
  await bob.say("As I said");
  await ada.hears("As I said");
  const eve = await stage.person("eve");
  await eve.hears("As I said");
  await eve.message("As I said").getByRole("button", { name: /^In reply to bob/ }).click();
  await eve.hears("I do");
  await eve.page.locator(".message.is-shown").filter({ hasText: "I do" }).waitFor();
  await eve.message("I do").and(eve.page.locator(":focus")).waitFor();
  await eve.shot("shown");

  // What it answers is deleted by its author, who finds it by its quote.
  await bob.message("As I said").getByRole("button", { name: /^In reply to bob/ }).click();
  await bob.message("I do").and(bob.page.locator(":focus")).waitFor();
  await bob.delete("I do");
  await ada.message("As I said").getByText("Message deleted").waitFor();
  // Who reads the past sees it there as well, and the end is one click away.
  await eve.sees("Message deleted");
  await eve.button(/new message|Jump to latest/).click();
  await eve.message("As I said").getByText("Message deleted").waitFor();
  await until(() => eve.isAtBottom(), "the end");
});

scene("a link opens the room around its message, also for who is not in yet", async (stage) => {
  const [ada, bot] = [await stage.person("ada"), await stage.bot("bot")];
  await ada.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await ada.say("Remember this");
  await ada.hears("Remember this");
  const seq = await link("Remember this", ada);
  await ada.use("Copy link", "Remember this");
  await ada.page.getByRole("toolbar").getByText("Link copied").waitFor({ state: "attached" });
  const address = await ada.page.evaluate(() => navigator.clipboard.readText());
  assert.equal(address, new URL(`/r/lobby/${seq}`, stage.server.url).href);
  await chatter(bot, "lobby", 300);

  const bob = await stage.stranger("bob");
  await bob.open(`/r/lobby/${seq}`);
  await bob.enter();
  await bob.hears("Remember this");
  await bob.page.locator(".message.is-shown").filter({ hasText: "Remember this" }).waitFor();
  await bob.button(/new message|Jump to latest/).waitFor();
  await bob.shot("permalink");
  await until(() => new URL(bob.page.url()).pathname === "/r/lobby", "the room's address");
  const shown = await bob.rows({ inSight: true });
  assert.ok(shown.some(({ text }) => text === "Remember this"), "it is in sight");
  // Read on from there to the end.
  await bob.page.locator(".jump").click();
  await bob.hears("bot says 299");
  await bob.open("/r/lobby/99999");
  await bob.hears("bot says 299");
});

scene("whoever was away comes back to messages as they are by now", async (stage) => {
  const [ada, bob] = await stage.persons("ada", "bob");
  for (const text of ["One", "Two", "Three"]) await ada.say(text);
  await bob.hears("Three");
  await bob.context.setOffline(true);
  await bob.isAway();
  await ada.edit("One", "One, mended");
  await ada.delete("Two");
  await ada.use("React with 👍", "Three");
  await ada.hasSentAll();
  // What bob wishes meanwhile waits, in sight.
  await bob.use("React with 😂", "One");
  await bob.page.locator(".reactions.is-waiting").waitFor();
  await bob.use("Reply", "Three");
  await bob.say("To the third");
  await bob.shot("changes-away");
  await bob.context.setOffline(false);
  await bob.isBack();
  await bob.hasSentAll();
  for (const person of [ada, bob]) {
    await person.message("One, mended").getByText("(edited)").waitFor();
    await person.sees("Message deleted");
    await person.message("To the third").getByRole("button", { name: /^In reply to ada/ }).waitFor();
  }
  await settled(ada, "One, mended", ["😂 1"]);
  await settled(bob, "One, mended", ["😂 1*"]);
  await settled(bob, "Three", ["👍 1"]);
});

scene("the server is killed and started again: what was done stays done, what was begun is done once", async (stage) => {
  const [ada, bob] = await stage.persons("ada", "bob");
  for (const text of ["Alpha", "Beta", "Gamma"]) await ada.say(text);
  await bob.hears("Gamma");
  await ada.edit("Alpha", "Alpha, second edition");
  await bob.use("React with ❤️", "Gamma");
  await settled(ada, "Gamma", ["❤️ 1"]);
  await stage.server.end("SIGKILL");
  await ada.isAway();
  await bob.isAway();
  await ada.delete("Beta");
  await ada.edit("Gamma", "Gamma, second edition");
  await bob.use("Reply", "Alpha");
  await bob.say("About the first");
  await stage.server.start();
  for (const person of [ada, bob]) {
    await person.isBack();
    await person.hasSentAll();
    await person.message("Alpha, second edition").first().waitFor();
    await person.sees("Message deleted");
    await person.message("Gamma, second edition").getByText("(edited)").waitFor();
    await person.message("About the first").getByRole("button", { name: /Alpha, second edition/ }).waitFor();
  }
  await settled(ada, "Gamma", ["❤️ 1"]);
  assert.deepEqual(await ada.texts(), await bob.texts());
});

scene("nothing of it counts as unread", async (stage) => {
  const [ada, bob] = await stage.persons("ada", "bob");
  await ada.say("Read me");
  await bob.hears("Read me");
  await bob.createRoom("Elsewhere");
  await ada.use("React with 👍", "Read me");
  await ada.edit("Read me", "Read me again");
  await ada.say("One new");
  await bob.hasUnread("Lobby", 1);
  await bob.goTo("Lobby");
  await bob.log.getByText("New", { exact: true }).waitFor();
  assert.deepEqual(await bob.texts(), ["Read me again", "One new"]);
  await bob.page.waitForFunction(() => !document.title.startsWith("("));
});

scene("with the keyboard alone", async (stage) => {
  const [ada, bob] = await stage.persons("ada", "bob");
  const { keyboard } = ada.page;
  await bob.say("From bob");
  await ada.hears("From bob");
  await ada.say("Mine");
  await ada.hears("Mine");
  await ada.hasSentAll();
  const tab = async (name) => {
    await until(async () => {
      const at = await ada.page.evaluate(() => document.activeElement.getAttribute("aria-label"));
      if (at === name) return true;
      await keyboard.press("Tab");
      return false;
    }, `the focus on ${name}`);
  };
  const toMessages = async () => {
    await ada.log.focus();
    await keyboard.press("ArrowUp");
    await ada.message("Mine").and(ada.page.locator(":focus")).waitFor();
    await ada.page.getByRole("toolbar").waitFor();
  };
  await toMessages();
  await keyboard.press("ArrowUp");
  await ada.message("From bob").and(ada.page.locator(":focus")).waitFor();
  await ada.shot("keyboard-tools");
  await tab("React with 👍");
  await keyboard.press("Enter");
  await settled(bob, "From bob", ["👍 1"]);
  await tab("More reactions");
  await keyboard.press("Enter");
  await ada.page.getByRole("searchbox", { name: "Find an emoji" }).and(ada.page.locator(":focus")).waitFor();
  await keyboard.type("rocket");
  await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  await settled(bob, "From bob", ["👍 1", "🚀 1"]);
  await ada.button("More reactions").and(ada.page.locator(":focus")).waitFor();
  await tab("Reply");
  await keyboard.press("Enter");
  await ada.field().and(ada.page.locator(":focus")).waitFor();
  await keyboard.type("To you");
  await keyboard.press("Enter");
  await bob.message("To you").getByRole("button", { name: /^In reply to bob/ }).waitFor();
  await ada.hasSentAll();
  await ada.delete("To you");
  await ada.message("Mine").focus();
  await tab("Edit");
  await keyboard.press("Enter");
  await ada.page.getByRole("textbox", { name: "Edit message" }).and(ada.page.locator(":focus")).waitFor();
  await keyboard.type(" and yours");
  await keyboard.press("Enter");
  await bob.message("Mine and yours").waitFor();
  await ada.message("Mine and yours").focus();
  await tab("Delete");
  await keyboard.press("Enter");
  await ada.dialog("Delete this message?").getByRole("button", { name: "Delete" }).and(ada.page.locator(":focus")).waitFor();
  await keyboard.press("Enter");
  await bob.page.getByText("Message deleted").nth(1).waitFor();
  await ada.field().and(ada.page.locator(":focus")).waitFor();
});

scene("on a phone a touch shows what can be done", async (stage) => {
  const ada = await stage.person("ada");
  const bob = await stage.person("bob", phone);
  await ada.say("Touch me");
  await bob.hears("Touch me");
  await bob.message("Touch me").tap();
  await bob.page.getByRole("toolbar").waitFor();
  await bob.shot("phone-tools");
  const before = await bob.message("Touch me").boundingBox();
  await bob.button("React with 👍").tap();
  await settled(ada, "Touch me", ["👍 1"]);
  await bob.message("Touch me").locator("p").tap();
  await bob.page.getByRole("toolbar").waitFor({ state: "hidden" });
  assert.equal((await bob.message("Touch me").boundingBox()).width, before.width);
  await bob.message("Touch me").locator("p").tap();
  await bob.button("More reactions").tap();
  await bob.dialog("Choose a reaction").waitFor();
  await bob.shot("phone-picker");
  await bob.button("party face").tap();
  await settled(ada, "Touch me", ["👍 1", "🥳 1"]);
  await bob.button("Reply").tap();
  await bob.field().fill("Touched");
  await bob.button("Send").tap();
  await ada.message("Touched").getByRole("button", { name: /^In reply to ada/ }).waitFor();
  await bob.hasSentAll();
  await bob.message("Touched").locator("p").tap();
  await bob.button("Edit").tap();
  const field = bob.page.getByRole("textbox", { name: "Edit message" });
  await field.fill("Touched it");
  await bob.shot("phone-edit");
  await bob.button("Save").tap();
  await ada.message("Touched it").getByText("(edited)").waitFor();
  await bob.message("Touched it").locator("p").tap();
  await bob.button("Delete").tap();
  await bob.dialog("Delete this message?").getByRole("button", { name: "Delete" }).tap();
  await ada.sees("Message deleted");
  const { scroll, client } = await bob.page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    client: document.documentElement.clientWidth,
  }));
  assert.ok(scroll <= client);
});
