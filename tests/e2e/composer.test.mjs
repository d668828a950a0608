// Writing: what is begun can be completed, what begins with a slash is done, who is meant is seen.
import assert from "node:assert/strict";
import { phone } from "./support/browser.mjs";
import { scene } from "./support/scene.mjs";

const options = (person) => person.page.getByRole("listbox").getByRole("option");
const mention = (person, text) => person.page.locator(".mention", { hasText: text }).last();

scene("people, rooms, emoji and commands are completed by keyboard", async (stage) => {
  const [ada, bob] = await stage.persons("ada", "bob lovelace");
  await ada.page.keyboard.type("Ask @bo");
  await options(ada).getByText("bob lovelace").waitFor();
  await ada.shot("completing-people");
  assert.deepEqual(await ada.axe(), [], "the list of people");
  await ada.page.keyboard.press("Enter");
  assert.equal(await ada.field("Lobby").inputValue(), 'Ask @"bob lovelace" ');
  await ada.page.keyboard.type(":rock");
  await options(ada).getByText("rocket").waitFor();
  await ada.page.keyboard.press("Tab");
  await ada.page.keyboard.press("Enter");
  await mention(bob, "bob lovelace").waitFor();
  assert.match(await mention(bob, "bob lovelace").getAttribute("class"), /is-me/, "bob sees that he is meant");
  assert.doesNotMatch(await mention(ada, "bob lovelace").getAttribute("class"), /is-me/);
  await bob.shot("mentioned");
  assert.deepEqual(await bob.axe(), [], "a mention");

  // Escape declines; then Enter sends what is there.
  await ada.page.keyboard.type("mail @bo");
  await options(ada).first().waitFor();
  await ada.page.keyboard.press("Escape");
  await options(ada).first().waitFor({ state: "hidden" });
  await ada.page.keyboard.press("Enter");
  await bob.hears("mail @bo");
});

scene("commands do what they say, and say what they cannot do", async (stage) => {
  const [ada, bob] = await stage.persons("ada", "bob");
  await bob.createRoom("Tea garden");
  await ada.page.keyboard.type("/");
  await options(ada).getByText("/join room").waitFor();
  await ada.shot("commands");
  assert.deepEqual(await ada.axe(), [], "the list of commands");
  await ada.page.keyboard.type("join tea garden");
  await ada.page.keyboard.press("Enter");
  await ada.isIn("Tea garden");
  await ada.page.keyboard.type("/me pours");
  await ada.page.keyboard.press("Enter");
  await bob.page.locator(".message-deed", { hasText: "pours" }).waitFor();
  await bob.shot("deed");

  await ada.page.keyboard.type("/topic Leaves");
  await ada.page.keyboard.press("Enter");
  await ada.sees(/^That did not work: /);
  assert.equal(await ada.field("Tea garden").inputValue(), "/topic Leaves", "nothing typed is lost");
  await ada.field("Tea garden").fill("");
  await bob.field("Tea garden").fill("/topic Leaves");
  await bob.field("Tea garden").press("Enter");
  await ada.sees("bob set the topic: Leaves");

  await ada.field("Tea garden").fill("/nick countess");
  await ada.field("Tea garden").press("Enter");
  await ada.button(/countess/).waitFor();
  await ada.field("Tea garden").fill("/msg bob Psst");
  await ada.field("Tea garden").press("Enter");
  await ada.isIn("bob");
  await ada.hears("Psst");
  await ada.field("bob").fill("see #lobby");
  await ada.field("bob").press("Escape");
  await ada.field("bob").press("Enter");
  await mention(ada, "#lobby").click();
  await ada.isIn("Lobby");
  await ada.field("Lobby").fill("/leave");
  await ada.field("Lobby").press("Escape");
  await ada.field("Lobby").press("Enter");
  await ada.sees("Everybody stays in the lobby.");
  await ada.field("Lobby").fill("/dance");
  await ada.field("Lobby").press("Enter");
  await ada.sees(/^There is no command \/dance/);
});

scene("on a phone a name is completed by touch", async (stage) => {
  const ada = await stage.person("ada", phone);
  const bob = await stage.person("bob");
  await ada.field("Lobby").tap();
  await ada.page.keyboard.type("@b");
  await options(ada).getByText("bob").tap();
  assert.equal(await ada.field("Lobby").inputValue(), "@bob ");
  await ada.shot("completing-phone");
  await ada.button("Send").tap();
  await mention(bob, "@bob").waitFor();
});
