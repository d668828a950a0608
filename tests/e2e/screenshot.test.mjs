// The picture in the README: a lively conversation. It is made here, so that it shows what there is.
import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { until } from "../support_js/until.mjs";
import { scene } from "./support/scene.mjs";

const conversation = [
  ["hedy", "Morning! The greenhouse sensor reports 31 °C already. Is the roof open?"],
  ["linus", "It is. I opened it at seven."],
  ["linus", "The seedlings on the left bench could use some water, though."],
  ["margaret", "On my way. **Who has the key to the shed?**"],
  ["hedy", "Under the third pot. The code for the pump is still\n```\npump.start(minutes=15, bench=\"left\")\n```"],
  ["margaret", "> Under the third pot\n\nFound it, thank you!"],
  ["dennis", "I wrote down what we agreed on last week:\n- tomatoes: every morning\n- basil: *when it looks sad*\n- chillies: ~~daily~~ every other day"],
  ["ada", "Perfect. The list of who waters when is at https://garden.example/rota"],
  ["dennis", "I take Thursday and Friday."],
  ["hedy", "Then the weekend is mine"],
];

scene("a lively conversation", async (stage) => {
  const ada = await stage.person("ada");
  const people = { ada };
  for (const name of ["hedy", "linus", "margaret", "dennis"]) people[name] = await stage.person(name);
  await ada.createRoom("Greenhouse");
  const path = new URL(ada.page.url()).pathname;
  for (const name of ["Kitchen table", "Seed swap"]) await people.hedy.createRoom(name);
  for (const name of ["hedy", "linus", "margaret", "dennis"]) {
    await people[name].open(path);
    await people[name].button("Join Greenhouse").click();
    await people[name].isIn("Greenhouse");
  }
  for (const name of ["Kitchen table", "Seed swap"]) await ada.joinFromDirectory(name);
  await ada.goTo("Greenhouse");
  for (const [name, text] of conversation) {
    await people[name].say(text, "Greenhouse");
    await people[name].hasSentAll();
  }
  await ada.hears("Then the weekend is mine");
  await people.hedy.goTo("Seed swap");
  for (const text of ["Anybody got marigolds?", "I have plenty of borage.", "And far too many beans."]) {
    await people.hedy.say(text, "Seed swap");
  }
  await ada.hasUnread("Seed swap", 3);
  await ada.button(/online, show who/).click();
  await ada.page.getByRole("region", { name: "Online now" }).getByText("margaret").waitFor();
  // Others are told of it every few seconds at most, and linus has just written.
  let words = "And I";
  await until(async () => {
    words += ".";
    await people.linus.field("Greenhouse").fill(words);
    return ada.page.getByText("linus is typing").isVisible();
  }, "linus is typing");
  const picture = await ada.shot("screenshot");
  assert.ok(statSync(picture).size < 400_000);
}, { flags: ["--no-rate-limits", "--name", "The Garden Club"] });
