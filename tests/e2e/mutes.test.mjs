// Who may not write in a room, and rooms in which everybody waits between two messages.
import assert from "node:assert/strict";
import { phone } from "./support/browser.mjs";
import { scene } from "./support/scene.mjs";

async function isFine(person, what) {
  assert.deepEqual(await person.axe(), [], what);
}
async function create(person, name) {
  await person.button("New room").click();
  await person.page.getByRole("textbox", { name: "Room name" }).fill(name);
  await person.page.keyboard.press("Enter");
  await person.isIn(name);
  return new URL(person.page.url()).pathname;
}
/** A room of ada's, with bob in it. */
async function garden(stage, options) {
  const ada = await stage.person("ada");
  const path = await create(ada, "Garden");
  const bob = await stage.person("bob", options);
  await bob.open(path);
  await bob.button("Join Garden").click();
  await bob.field("Garden").waitFor();
  return { ada, bob };
}
/** On a phone Enter begins a new line. */
async function sayByTap(person, text) {
  await person.field("Garden").fill(text);
  await person.button("Send", { exact: true }).tap();
}
const panel = (person) => person.page.getByRole("complementary", { name: "About this room" });
const part = (person, name) => panel(person).getByRole("region", { name, exact: true });
const row = (person, list, name) => part(person, list).getByRole("listitem").filter({ hasText: name });
async function openDetails(person) {
  await person.button(/online, show who/).click();
  await panel(person).waitFor();
}
const banner = (person) => person.page.getByRole("region", { name: "You are muted" });

scene("who is muted sees why, keeps what they began, and writes on when it is lifted", async (stage) => {
  const { ada, bob } = await garden(stage, { ...phone, colorScheme: "dark" });
  await sayByTap(bob, "A word before");
  await ada.hears("A word before");
  await bob.field("Garden").fill("half a word");

  // By keyboard alone.
  await openDetails(ada);
  await row(ada, "Online now", "bob").getByRole("button", { name: "Actions for bob" }).press("Enter");
  await ada.page.getByRole("menuitem", { name: "Mute…" }).press("Enter");
  const dialog = ada.dialog("Mute bob in Garden");
  await isFine(ada, "the dialog");
  await ada.shot("mute-dialog-desk");
  await dialog.getByRole("radio", { name: "For 1 hour" }).press("Enter");
  await dialog.waitFor({ state: "hidden" });

  await banner(bob).getByText(/^You may not write here until \d/).waitFor();
  assert.equal(await bob.field("Garden").count(), 0);
  await ada.log.getByText(/^ada muted bob until /).waitFor();
  await bob.log.getByText(/^ada muted bob until /).waitFor();
  await row(ada, "Online now", "bob").getByText("Muted").waitFor();
  await ada.button("Muted people").click();
  await row(ada, "Muted people", "bob").getByText(/by ada/).waitFor();
  await isFine(ada, "the panel");
  await ada.shot("muted-people-desk");
  await isFine(bob, "muted, on a phone, dark");
  await bob.shot("muted-phone-dark");

  // It is so after a reload, and after the server began anew.
  await bob.page.reload();
  await banner(bob).waitFor();
  await stage.server.end("SIGKILL");
  await bob.isAway();
  await stage.server.start();
  await Promise.all([bob.isBack(), ada.isBack()]);
  await banner(bob).waitFor();

  await row(ada, "Muted people", "bob").getByRole("button", { name: "Unmute bob" }).click();
  await ada.sees("Nobody is muted in this room.");
  await bob.field("Garden").waitFor();
  assert.equal(await bob.field("Garden").inputValue(), "half a word");
  await sayByTap(bob, "A word after");
  await ada.hears("A word after");
  await ada.log.getByText("ada unmuted bob").waitFor();
});

scene("in slow mode people wait, their words do too, and hosts do not", async (stage) => {
  const { ada, bob } = await garden(stage, { ...phone, colorScheme: "dark" });
  await openDetails(ada);
  await ada.button("Slow mode: off").click();
  await part(ada, "Slow mode").getByRole("radio", { name: "10 seconds" }).click();
  await ada.button("Slow mode: 10 seconds").waitFor();
  await ada.log.getByText("ada set slow mode: 10 seconds between messages").waitFor();
  await isFine(ada, "the choice");
  await ada.shot("slow-mode-desk");
  await bob.sees("Slow mode: 10 seconds between messages");

  await sayByTap(bob, "One");
  await ada.hears("One");
  await bob.sees(/^You can write again in \d+ s$/);
  await bob.field("Garden").fill("Two");
  assert.equal(await bob.button("Send", { exact: true }).isDisabled(), true);
  await bob.shot("slow-mode-phone-dark");
  await isFine(bob, "waiting, on a phone, dark");
  assert.equal(await bob.field("Garden").inputValue(), "Two");
  for (const text of ["Hosts", "do not wait"]) {
    await ada.say(text, "Garden");
    await ada.hears(text);
  }
  await bob.sees(/^Slow mode: 10 seconds/);
  await bob.button("Send", { exact: true }).tap();
  await ada.hears("Two");

  // The room is slow also when the server begins anew.
  await stage.server.end("SIGKILL");
  await bob.isAway();
  await stage.server.start();
  await Promise.all([bob.isBack(), ada.isBack()]);
  await bob.sees(/^Slow mode: 10 seconds/);

  await part(ada, "Slow mode").getByRole("radio", { name: "off" }).click();
  await ada.log.getByText("ada turned slow mode off").waitFor();
  for (const text of ["Four", "Five"]) await sayByTap(bob, text);
  await ada.hears("Five");
});
