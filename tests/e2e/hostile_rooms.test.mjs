// Texts that would do harm as anything but text, through what is said of rooms and of who is in them: nothing runs.
import assert from "node:assert/strict";
import { until } from "../support_js/until.mjs";
import { batches, called, some, texts, typeAll, watched } from "./support/hostile.mjs";
import { scene } from "./support/scene.mjs";

/** A room of mallory's, in which ada is a host and looks at everything there is to see. */
async function garden(stage) {
  const ada = await watched(stage, "ada");
  await ada.join();
  const mallory = await stage.bot("mallory");
  const { room } = await mallory.ask("create", { name: "Garden" });
  await ada.joinFromDirectory("Garden");
  const { members } = await mallory.ask("members", { room: room.room });
  const { user } = members.find(({ nickname }) => nickname === "ada");
  await mallory.ask("host", { room: room.room, user, on: true });
  await ada.button(/online, show who/).click();
  await ada.button("Change topic").waitFor();
  return { ada, mallory, room: room.room };
}

scene("in topics, in what people do, and in mentions", async (stage) => {
  const { ada, mallory, room } = await garden(stage);
  for (const batch of batches()) {
    let last = 0;
    for (const text of batch) {
      const topic = await mallory.ask("topic", { room, topic: text });
      assert.ok(topic.ok || topic.error.code === "topic_too_long", text);
      await mallory.say(room, `/me ${text}`);
      const name = text.replaceAll('"', "").slice(0, 48);
      ({ seq: last } = await mallory.say(room, `@${text} #${text} @"${name}" #"${name}"`));
    }
    await ada.log.locator(`article[data-seq="${last}"]`).waitFor();
    await ada.harm.isNone(`after ${JSON.stringify(batch)}`);
  }
  await ada.shot("hostile-topics");
  await ada.button("Change topic").click();
  await typeAll(ada.page.getByRole("textbox", { name: "Topic" }));
  await ada.harm.isNone("typing topics");
  for (const { text } of some(2)) {
    await ada.field("Garden").fill(`@${text}`);
    await ada.field("Garden").fill(`/${text}`);
    await ada.field("Garden").press("Enter");
    await ada.harm.isNone(`completing and commanding ${text}`);
  }
}, called("<b onmouseover=alert(1)>@ada</b>"));

scene("in reasons of bans, and where people are looked for", async (stage) => {
  const { ada, mallory, room } = await garden(stage);
  const bob = await stage.bot("bob");
  const { people } = await mallory.ask("find_people", { query: "bob" });
  await ada.button("Bans").click();
  for (const text of texts) {
    const { ok } = await mallory.ask("ban", { room, user: people[0].user, reason: text });
    assert.ok(ok, text);
  }
  await ada.button("Bans").click();
  await ada.button("Bans").click();
  await until(async () => (await ada.button("Lift the ban of bob").count()) === 1, "the ban is listed");
  await ada.harm.isNone("the last of all reasons");
  for (const { text } of some(3)) {
    await mallory.ask("ban", { room, user: people[0].user, reason: text });
    await ada.button("Bans").click();
    await ada.button("Bans").click();
    await ada.button("Lift the ban of bob").waitFor();
    await ada.harm.isNone(`banned for ${text}`);
  }
  bob.close();
  await ada.button("Add people").click();
  await typeAll(ada.page.getByRole("combobox"));
  await ada.harm.isNone("looking for people");
}, called("{{7*7}}<svg/onload=alert(1)>"));
