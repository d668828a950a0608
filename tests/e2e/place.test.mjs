// Where one was stays where one is: over reloads, older pages and other tabs.
import assert from "node:assert/strict";
import { until } from "../support_js/until.mjs";
import { chatter, scene } from "./support/scene.mjs";

/** How far the message `seq` is below the upper edge; null while it is not drawn. */
async function placeOf(person, seq) {
  return (await person.rows()).find((row) => row.seq === seq)?.top ?? null;
}

scene("a reload keeps nickname, room and conversation", async (stage) => {
  const [ada, bob] = await stage.persons("ada", "bob");
  await ada.createRoom("Kitchen");
  await bob.joinFromDirectory("Kitchen");
  await ada.say("Soup?", "Kitchen");
  await bob.hears("Soup?");
  await bob.page.reload();
  await bob.isIn("Kitchen");
  await bob.button("bob, your menu").waitFor();
  await bob.hears("Soup?");
  await bob.say("Yes please", "Kitchen");
  await ada.hears("Yes please");
  // The same with the address of the server alone.
  await bob.open("/");
  await bob.isIn("Kitchen");
  await bob.hears("Yes please");
});

scene("a reload in the middle of the conversation comes back to the same line", async (stage) => {
  const ada = await stage.person("ada");
  const bot = await stage.bot("bot");
  await chatter(bot, "lobby", 250);
  await ada.hears("bot says 249");
  await ada.log.hover();
  for (let turn = 0; turn < 5; turn += 1) await ada.page.mouse.wheel(0, -700);
  await ada.button("Jump to latest").waitFor();
  await until(async () => (await ada.rows({ inSight: true }))[0].seq < 100, "ada reads far up");
  const before = await until(async () => {
    const first = await ada.rows({ inSight: true });
    const again = await ada.rows({ inSight: true });
    return first[3].seq === again[3].seq && first[3].top === again[3].top && again;
  }, "scrolling is over");
  await ada.page.reload();
  await ada.log.waitFor();
  await until(async () => {
    const place = await placeOf(ada, before[3].seq);
    return place !== null && Math.abs(place - before[3].top) <= 4;
  }, () => ({ before: before[3] }));
  await ada.shot("after-reload");
});

scene("what was read a moment before a reload is not new after it", async (stage) => {
  const ada = await stage.person("ada");
  const bot = await stage.bot("bot");
  await chatter(bot, "lobby", 150);
  await ada.hears("bot says 149");
  await ada.page.reload();
  await ada.hears("bot says 149");
  await until(() => ada.isAtBottom(), "ada is at the end");
  assert.equal(await ada.log.getByText("New messages").count(), 0);
});

async function readToTheBeginning(stage, options) {
  const bot = await stage.bot("bot");
  const long = (index) => `Message ${index}. ${"More words, so that it takes several lines. ".repeat(index % 7)}`.trim();
  await chatter(bot, "lobby", 400, long);
  const ada = await stage.person("ada", options);
  await ada.hears(long(399));
  assert.ok(await ada.isAtBottom());
  const seen = new Set();
  await ada.log.hover();
  let oldest = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < 400 && !(oldest === 1 || seen.has(long(0))); turn += 1) {
    const rows = await ada.rows({ inSight: true });
    const texts = rows.map(({ text }) => text);
    for (let at = 1; at < rows.length; at += 1) assert.ok(rows[at - 1].seq < rows[at].seq, "in order");
    for (const text of texts) seen.add(text);
    oldest = rows[0]?.seq ?? oldest;
    const anchor = rows[0];
    await ada.page.mouse.wheel(0, -400);
    // The wheel moves what was in sight down by 400, however many pages come in meanwhile; the row that comes into sight
    // at the edge may turn out some lines taller than was thought.
    const [place] = await until(async () => {
      const place = await placeOf(ada, anchor.seq);
      const top = await ada.log.evaluate((log) => log.scrollTop);
      return place !== null && (place > anchor.top || top === 0) && [place];
    }, `the wheel moves at ${anchor.seq}`);
    assert.ok(place - anchor.top <= 500, `${anchor.seq} jumped from ${anchor.top} to ${place}`);
  }
  await ada.sees("This is the beginning of Lobby.");
  for (let index = 0; index < 400; index += 1) assert.ok(seen.has(long(index)), `saw message ${index}`);
  await ada.shot("beginning");
}

scene("scrolling up through hundreds of messages: each is there once, in order, and nothing jumps", (stage) =>
  readToTheBeginning(stage, {}));

scene("the same for who wants no motion", (stage) => readToTheBeginning(stage, { reducedMotion: "reduce" }));

scene("two tabs of one person show the same, and count as one", async (stage) => {
  const [ada, bob] = await stage.persons("ada", "bob");
  const second = await ada.tab();
  await second.open();
  await second.log.waitFor();
  await ada.button("2 online, show who").waitFor();
  await ada.say("From the first tab");
  await second.hears("From the first tab");
  await second.say("From the second tab");
  await ada.hears("From the second tab");
  await bob.hears("From the second tab");
  assert.deepEqual(await ada.texts(), await second.texts());
  // A room joined in one is in the other; what is read in one is read in the other.
  await ada.createRoom("Kitchen");
  await second.roomLink("Kitchen").waitFor();
  await bob.joinFromDirectory("Kitchen");
  await ada.goTo("Lobby");
  await bob.say("Anybody in the kitchen?", "Kitchen");
  await ada.hasUnread("Kitchen", 1);
  await second.hasUnread("Kitchen", 1);
  await second.goTo("Kitchen");
  await second.hears("Anybody in the kitchen?");
  await ada.hasUnread("Kitchen", 0);
  await second.page.close();
  await ada.say("Still here");
  await bob.goTo("Lobby");
  await bob.hears("Still here");
  assert.equal(await bob.page.getByText("ada left").count(), 0);
});

scene("signing out in one tab signs out the other, and the nickname is free again", async (stage) => {
  const ada = await stage.person("ada");
  const second = await ada.tab();
  await second.open();
  await second.log.waitFor();
  await second.signOut();
  await second.nicknameField.waitFor();
  await ada.sees("You signed out in another tab.");
  await ada.shot("signed-out");
});
