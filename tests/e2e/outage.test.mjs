// The server or the network goes away and comes back; nobody loses a word.
import assert from "node:assert/strict";
import { until } from "../support_js/until.mjs";
import { chatter, scene } from "./support/scene.mjs";

scene("the server is killed and started again: written meanwhile is sent once, and all is in order for all", async (stage) => {
  const [ada, bob, eve] = await stage.persons("ada", "bob", "eve");
  const people = [ada, bob, eve];
  await ada.say("Before");
  for (const person of people) await person.hears("Before");

  await stage.server.end("SIGKILL");
  for (const person of people) await person.isAway();
  await ada.say("Ada wrote this while away");
  await ada.say("And this");
  await bob.say("Bob wrote this while away");
  await ada.sees("2 messages wait to be sent");
  assert.equal(await ada.page.locator(".is-pending").count(), 2);
  await ada.messages("And this").waitFor();
  await ada.shot("reconnecting");
  await stage.server.start();

  // Said for a moment only, so nobody is waited for while another says it.
  await Promise.all(people.map((person) => person.isBack()));
  await ada.shot("back-online");
  for (const person of people) {
    for (const text of ["Ada wrote this while away", "And this", "Bob wrote this while away"]) await person.hears(text);
    await person.hasSentAll();
  }
  await eve.say("After");
  for (const person of people) await person.hears("After");
  const told = await ada.rows();
  assert.equal(told.length, 5);
  assert.ok(told.findIndex(({ text }) => text.startsWith("Ada wrote")) < told.findIndex(({ text }) => text === "And this"));
  const keys = told.map(({ seq, text }) => `${seq} ${text}`);
  for (const person of [bob, eve]) {
    assert.deepEqual((await person.rows()).map(({ seq, text }) => `${seq} ${text}`), keys);
  }
});

scene("killed again and again while people write: each message once, in one order", async (stage) => {
  const people = await stage.persons("ada", "bob");
  const written = [];
  for (let round = 0; round < 3; round += 1) {
    for (const person of people) {
      const text = `${person.nickname} in round ${round}`;
      written.push(text);
      await person.say(text);
    }
    // Whether they were answered yet is up to chance, and must not matter.
    await stage.server.end("SIGKILL");
    for (const person of people) {
      const text = `${person.nickname} away in round ${round}`;
      written.push(text);
      await person.say(text);
    }
    await stage.server.start();
  }
  for (const person of people) {
    for (const text of written) await person.hears(text);
    await person.hasSentAll();
  }
  const [ada, bob] = await Promise.all(people.map((person) => person.texts()));
  assert.deepEqual(ada, bob);
  assert.deepEqual([...ada].sort(), [...written].sort());
});

scene("a reload while the server is away keeps the words that wait", async (stage) => {
  const [ada, bob] = await stage.persons("ada", "bob");
  await stage.server.end("SIGKILL");
  await ada.isAway();
  await ada.say("Kept through a reload");
  await ada.field().fill("A draft as well");
  // The page itself comes from the server: it goes, and is opened again when the server is back.
  await ada.page.goto("about:blank");
  await stage.server.start();
  await ada.open();
  await bob.hears("Kept through a reload");
  await ada.hears("Kept through a reload");
  await ada.hasSentAll();
  assert.equal(await ada.messages("Kept through a reload").count(), 1);
  assert.equal(await ada.field().inputValue(), "A draft as well");
});

scene("offline and back: the same, with the browser's own network", async (stage) => {
  const [ada, bob] = await stage.persons("ada", "bob");
  await ada.say("Online");
  await bob.hears("Online");
  await ada.context.setOffline(true);
  await ada.isAway();
  await ada.say("From the tunnel");
  await bob.say("Are you there?");
  await ada.shot("offline");
  await ada.context.setOffline(false);
  await ada.isBack();
  await ada.hears("Are you there?");
  await bob.hears("From the tunnel");
  await ada.hasSentAll();
  assert.deepEqual(await ada.texts(), await bob.texts());
  assert.equal((await ada.texts()).length, 3);
});

scene("Try now does not wait", async (stage) => {
  const ada = await stage.person("ada");
  await stage.server.end("SIGKILL");
  await ada.button("Try now").waitFor();
  await stage.server.start();
  // It may have come back by itself between the two.
  await Promise.race([ada.isBack(), ada.button("Try now").click({ timeout: 30_000 }).catch(() => {})]);
  await ada.isBack();
  await ada.say("Here");
  await ada.hears("Here");
});

scene("a server that stops politely and comes back is no event at all for its people", async (stage) => {
  const [ada, bob] = await stage.persons("ada", "bob");
  await ada.say("Before");
  await bob.hears("Before");
  await stage.server.restart("SIGTERM");
  await ada.say("After");
  await bob.hears("After");
  await ada.hasSentAll();
  assert.deepEqual(await bob.texts(), ["Before", "After"]);
});

scene("more than a thousand missed messages: the newest are there, older ones by scrolling", async (stage) => {
  const [ada, bot] = [await stage.person("ada"), await stage.bot("bot")];
  await bot.say("lobby", "Before the tunnel");
  await ada.hears("Before the tunnel");
  await ada.context.setOffline(true);
  await ada.isAway();
  await chatter(bot, "lobby", 1_100);
  await ada.say("Written in the tunnel");
  await ada.context.setOffline(false);
  await ada.isBack();
  await ada.hasSentAll();
  // One is back where the new begins; one click leads to the end, and to one's own words.
  await ada.log.getByText("New", { exact: true }).waitFor();
  await ada.hears("bot says 0");
  await ada.shot("after-reset");
  await ada.page.locator(".jump").click();
  await ada.hears("Written in the tunnel");
  await bot.say("lobby", "Welcome back");
  await ada.hears("Welcome back");
  const rows = await ada.rows();
  const seqs = rows.map(({ seq }) => seq);
  assert.deepEqual(seqs, [...seqs].sort((a, b) => a - b));
  assert.equal(await ada.messages("Written in the tunnel").count(), 1);
  await until(async () => {
    await ada.log.evaluate((log) => {
      log.scrollTop = 0;
    });
    return (await ada.rows())[0]?.seq < seqs.at(-1) - 300;
  }, "older pages come");
});

scene("who only reads and misses more than a thousand comes back to where the new begins", async (stage) => {
  const [ada, bot] = [await stage.person("ada"), await stage.bot("bot")];
  await bot.say("lobby", "The last one read");
  await ada.hears("The last one read");
  await ada.context.setOffline(true);
  await ada.isAway();
  await chatter(bot, "lobby", 1_100);
  await ada.context.setOffline(false);
  await ada.isBack();
  await ada.log.getByText("New", { exact: true }).waitFor();
  await ada.hears("bot says 0");
  // Whether the last one had been marked as read is up to chance.
  const jump = ada.button(/^1,10[01] new messages$/);
  await jump.waitFor();
  await ada.shot("missed-very-many");
  await jump.click();
  await ada.hears("bot says 1099");
  await ada.page.waitForFunction(() => !document.title.startsWith("("));
});

scene("two tabs of one person write while away: each message once", async (stage) => {
  const [ada, bob] = await stage.persons("ada", "bob");
  const second = await ada.tab();
  await second.open();
  await second.log.waitFor();
  await stage.server.end("SIGKILL");
  await ada.isAway();
  await second.isAway();
  await ada.say("From the first tab");
  await second.say("From the second tab");
  await stage.server.start();
  const people = [ada, second, bob];
  for (const person of people) {
    await person.hears("From the first tab");
    await person.hears("From the second tab");
    await person.hasSentAll();
  }
  await bob.say("Both are here");
  for (const person of people) await person.hears("Both are here");
  for (const person of people) assert.equal((await person.texts()).length, 3);
});
