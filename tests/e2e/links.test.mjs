// Links into rooms and the rooms' logs, as people meet them: somebody is let in who was a stranger, and what was done
// to the room stands there for those who look after it.
import assert from "node:assert/strict";
import { register } from "./support/accounts.mjs";
import { phone } from "./support/browser.mjs";
import { scene } from "./support/scene.mjs";

async function isFine(person, what) {
  assert.deepEqual(await person.axe(), [], what);
}
const panel = (person) => person.page.getByRole("complementary", { name: "About this room" });
const part = (person, name) => panel(person).getByRole("region", { name, exact: true });
const rows = (person, name) => part(person, name).getByRole("listitem");
async function openDetails(person) {
  await person.button(/online, show who/).click();
  await panel(person).waitFor();
}
const unfold = (person, name) => panel(person).getByRole("button", { name, exact: true }).click();
const invitation = (person) => person.dialog("You are invited");

async function createPrivate(person, name, topic) {
  await person.button("New room").click();
  await person.page.getByRole("textbox", { name: "Room name" }).fill(name);
  await person.page.getByRole("radio", { name: /^Private/ }).check();
  await person.page.getByRole("textbox", { name: /^Topic/ }).fill(topic);
  await person.page.keyboard.press("Enter");
  await person.isIn(name);
}
/** The address of a new link into the room whose panel is open. */
async function makeLink(person, uses = "") {
  await part(person, "Invite links").getByRole("textbox", { name: "For how many people" }).fill(uses);
  const field = part(person, "Invite links").getByRole("textbox", { name: "The link" });
  const before = (await field.count()) === 0 ? "" : await field.inputValue();
  await part(person, "Invite links").getByRole("button", { name: "Make a link" }).click();
  await person.page.waitForFunction(
    (old) => ![old, undefined].includes(document.querySelector(".invite-link")?.value),
    before,
  );
  return field.inputValue();
}

scene("a link lets a stranger into a private room, through the join screen, a reload and a restart", async (stage) => {
  const ada = await stage.stranger("ada");
  await register(ada);
  await createPrivate(ada, "Hidden garden", "Beans, and who waters them");
  await ada.say("The gate is behind the yew", "Hidden garden");
  await openDetails(ada);
  await unfold(ada, "Invite links");
  await ada.sees("No link leads into this room now.");
  await ada.shot("links-none-desk");
  const address = await makeLink(ada, "3");
  assert.match(address, /^http:\/\/.*\/#join=[\w-]{22,}$/);
  await rows(ada, "Invite links").getByText("0 of 3 used").waitFor();
  await isFine(ada, "links");
  await ada.shot("links-desk");

  // Whoever has it sees nothing of the room before they are in.
  const bob = await stage.stranger("bob", { ...phone, colorScheme: "dark" });
  await bob.open(address);
  await bob.sees("You came with a link into a room.");
  assert.equal(new URL(bob.page.url()).hash, "", "the secret has left the address");
  await isFine(bob, "join screen with a link");
  await bob.shot("invitation-join-phone-dark");
  await bob.page.reload();
  await bob.sees("You came with a link into a room.");
  await bob.enter();
  await invitation(bob).getByText("Hidden garden", { exact: true }).waitFor();
  await invitation(bob).getByText("Beans, and who waters them").waitFor();
  await invitation(bob).getByText(/ada.* invites you/).waitFor();
  await isFine(bob, "invitation, phone, dark");
  await bob.shot("invitation-phone-dark");

  // It waits over a reload, and over a restart of the server.
  await bob.page.reload();
  await invitation(bob).waitFor();
  await stage.server.restart("SIGKILL");
  await invitation(bob).getByText("Hidden garden", { exact: true }).waitFor();
  await ada.banner.getByText("Reconnecting").waitFor({ state: "hidden" });
  await invitation(bob).getByRole("button", { name: /^Join/ }).tap();
  await bob.isIn("Hidden garden");
  await bob.hears("The gate is behind the yew");
  await ada.log.getByText("bob joined").waitFor();
  await bob.field("Hidden garden").fill("Found it");
  await bob.button("Send").tap();
  await ada.hears("Found it");
  await bob.page.reload();
  await bob.isIn("Hidden garden");
  assert.equal(await invitation(bob).count(), 0, "it is used");

  // A member who follows it is simply taken there.
  await bob.open("/r/lobby");
  await bob.isIn("Lobby");
  await bob.page.evaluate((hash) => {
    location.hash = hash;
  }, new URL(address).hash);
  await bob.isIn("Hidden garden");
  assert.equal(await invitation(bob).count(), 0);

  await ada.page.reload();
  await ada.isIn("Hidden garden");
  await openDetails(ada);
  await unfold(ada, "Invite links");
  await rows(ada, "Invite links").getByText("1 of 3 used").waitFor();
  await part(ada, "Invite links").getByRole("button", { name: /^Take back the link by ada/ }).click();
  await ada.sees("No link leads into this room now.");

  // Then it is good for nothing, and says so.
  const eve = await stage.person("eve");
  await eve.open(address);
  await eve.log.waitFor();
  await invitation(eve).getByText("This link leads nowhere any more").waitFor();
  assert.equal(await invitation(eve).getByRole("button", { name: /^Join/ }).count(), 0);
  await isFine(eve, "a link that is over");
  await eve.shot("invitation-over-desk");
  await invitation(eve).getByRole("button", { name: "Close" }).last().click();
  await eve.page.reload();
  await eve.log.waitFor();
  assert.equal(await invitation(eve).count(), 0, "it was seen");
});

scene("an invitation is answered by the keyboard alone, and an account that is made meanwhile keeps it", async (stage) => {
  const ada = await stage.stranger("ada");
  await register(ada);
  await createPrivate(ada, "Cellar", "What ages");
  await openDetails(ada);
  await unfold(ada, "Invite links");
  const address = await makeLink(ada);
  const bob = await stage.stranger("bob", { colorScheme: "dark" });
  await bob.open(address);
  await bob.button("Create account").click();
  await bob.page.getByRole("textbox", { name: "Name", exact: true }).fill("bob");
  await bob.page.getByLabel("Password", { exact: true }).fill("correct horse");
  await bob.page.keyboard.press("Enter");
  await invitation(bob).getByText("Cellar", { exact: true }).waitFor();
  await bob.shot("invitation-desk-dark");
  await bob.page.waitForFunction(() => document.activeElement?.textContent?.startsWith("Join"));
  await bob.page.keyboard.press("Enter");
  await bob.isIn("Cellar");

  // Not now: the link itself stays good.
  const eve = await stage.stranger("eve");
  await eve.open(address);
  await eve.enter();
  await invitation(eve).getByText("Cellar", { exact: true }).waitFor();
  await eve.page.keyboard.press("Escape");
  await invitation(eve).waitFor({ state: "hidden" });
  await eve.isIn("Lobby");
  await eve.open(address);
  await invitation(eve).getByRole("button", { name: /^Join/ }).click();
  await eve.isIn("Cellar");
});

scene("what was done to a room stands in its log, in sentences, for its hosts alone", async (stage) => {
  const ada = await stage.stranger("ada");
  await register(ada);
  const bob = await stage.person("bob", { ...phone, colorScheme: "dark" });
  await ada.createRoom("Garden");
  await bob.button("Open the room list").tap();
  await bob.button("Browse rooms").tap();
  await bob.button("Join Garden").tap();
  await bob.isIn("Garden");
  await bob.field("Garden").fill("Buy my watches");
  await bob.button("Send").tap();
  await ada.hears("Buy my watches");
  await ada.delete("Buy my watches");
  await openDetails(ada);
  const choose = async (name, item) => {
    await part(ada, "Everybody").getByRole("button", { name: `Actions for ${name}` }).click();
    await ada.page.getByRole("menuitem", { name: item }).click();
  };
  await choose("bob", "Make host");
  await bob.button(/online, show who/).tap();
  await panel(bob).waitFor();
  await panel(bob).getByRole("button", { name: "Change topic" }).tap();
  const field = part(bob, "Topic").getByRole("textbox");
  await field.fill("What grows");
  await panel(bob).getByRole("button", { name: "Save" }).tap();
  await ada.log.getByText("bob set the topic: What grows").waitFor();

  const said = (person) =>
    rows(person, "Log").evaluateAll((all) => all.map((row) => row.querySelector("span > span").textContent.replace(/[\u2068\u2069]/g, "")));
  const wanted = ["bob set the topic: What grows", "ada made bob a host", "ada deleted a message by bob"];
  for (const person of [ada, bob]) {
    await unfold(person, "Log");
    await rows(person, "Log").first().waitFor();
    assert.deepEqual(await said(person), wanted);
    await isFine(person, `the log of ${person.nickname}`);
  }
  await ada.shot("room-log-desk");
  await bob.shot("room-log-phone-dark");

  await ada.openSettings("Appearance");
  await ada.dialog("Settings").getByRole("group", { name: "Language" }).getByRole("radio", { name: "Deutsch" }).click();
  await ada.dialog("Einstellungen").waitFor();
  await ada.page.keyboard.press("Escape");
  await ada.page.getByRole("complementary", { name: "Über diesen Raum" }).waitFor();
  await ada.sees(/hat .*bob.* in die Leitung geholt/);
  await ada.shot("room-log-german");
  await ada.page.getByRole("button", { name: "Einladungslinks" }).click();
  await ada.sees("Wer den Link hat, kann diesem Raum beitreten.");
  await ada.shot("links-german");

  const eve = await stage.person("eve");
  await eve.joinFromDirectory("Garden");
  await openDetails(eve);
  assert.equal(await panel(eve).getByRole("button", { name: "Log", exact: true }).count(), 0);
  assert.equal(await panel(eve).getByRole("button", { name: "Invite links", exact: true }).count(), 0, "a guest makes none");
});
