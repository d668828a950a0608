// A room that keeps its messages for a while only: what is older goes for everybody at once, and is not found again.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runParlor } from "../support_js/server_process.mjs";
import { register } from "./support/accounts.mjs";
import { phone } from "./support/browser.mjs";
import { scene } from "./support/scene.mjs";

const dayMs = 86_400_000;
const old = ["Old words 1", "Old words 2", "Old words 3"];
const young = ["Young words 1", "Young words 2"];

async function isFine(person, what) {
  assert.deepEqual(await person.axe(), [], what);
}
const panel = (person) => person.page.getByRole("complementary", { name: "About this room" });
const part = (person, name) => panel(person).getByRole("region", { name, exact: true });
async function openDetails(person) {
  await person.button(/online, show who/).click();
  await panel(person).waitFor();
}
async function isGone(person, text) {
  await person.messages(text).first().waitFor({ state: "hidden" });
}
async function areThere(person, texts) {
  for (const text of texts) await person.hears(text);
}

/** The export of a room in which was talked 60 days ago, and 2 days ago again. */
function exportOfOldRoom() {
  const now = Date.now();
  const begun = now - 60 * dayMs;
  const said = (text, index, time) => ({ type: "message", seq: index + 1, time, user: "u-eve", nickname: "eve", text });
  const events = [...old, ...young].map((text, index) =>
    said(text, index, (index < old.length ? begun : now - 2 * dayMs) + index * 60_000),
  );
  const about = { room: "old", name: "Garden", kind: "private", created: begun, head: events.length };
  const lines = [{ type: "export", version: 1, room: about, time: now }, ...events, { type: "end", events: events.length }];
  return `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`;
}

/** Messages cannot be made old by waiting: the room comes from elsewhere. */
async function importOldRoom(stage, host) {
  const directory = await mkdtemp(join(tmpdir(), "parlor-import-"));
  try {
    const file = join(directory, "garden.jsonl");
    await writeFile(file, exportOfOldRoom());
    const { code, stderr } = await runParlor(["admin", "import", file, "--host", host, "--data", stage.server.data]);
    assert.equal(code, 0, stderr);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function add(person, name) {
  await person.button("Add people").click();
  const dialog = person.dialog("Add people to Garden");
  await dialog.getByRole("combobox").fill(name);
  await dialog.getByRole("option", { name }).click();
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await dialog.waitFor({ state: "hidden" });
}

scene("old messages go when a host says so, for everybody and for good", async (stage) => {
  const ada = await stage.stranger("ada");
  await register(ada);
  await importOldRoom(stage, "ada");
  await ada.goTo("Garden");
  const path = new URL(ada.page.url()).pathname;
  const bob = await stage.person("bob", { ...phone, colorScheme: "dark" });
  await openDetails(ada);
  await add(ada, "bob");
  await bob.open(path);
  await bob.field("Garden").waitFor();
  for (const person of [ada, bob]) await areThere(person, [...old, ...young]);

  // One answer to what goes is sent, another is being begun.
  await ada.use("Reply", "Old words 3");
  await ada.say("An answer that stays", "Garden");
  await bob.hears("An answer that stays");
  await ada.use("Reply", "Old words 2");
  await ada.field("Garden").fill("half a word");
  await ada.sees("Replying to eve:");

  await ada.button("Keep messages: for ever").click();
  await part(ada, "Keep messages").getByRole("radio", { name: "7 days" }).click();
  const dialog = ada.dialog("Keep messages for 7 days only?");
  await dialog.getByText(/older than 7 days are deleted for everybody and for good/).waitFor();
  await isFine(ada, "the dialog");
  await ada.shot("retention-dialog-desk");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await areThere(ada, old);
  await part(ada, "Keep messages").getByRole("radio", { name: "7 days" }).click();
  await dialog.getByRole("button", { name: "Delete old messages" }).click();
  await dialog.waitFor({ state: "hidden" });

  for (const person of [ada, bob]) {
    for (const text of old) await isGone(person, text);
    await person.sees("Messages older than 7 days are deleted here.");
    await person.log.getByText("ada set messages to be kept for 7 days").waitFor();
    await areThere(person, young);
    await person.message("An answer that stays").getByText("Message deleted").waitFor();
  }
  await ada.seesNoMore("Replying to eve:");
  assert.equal(await ada.field("Garden").inputValue(), "half a word");
  await ada.button("Keep messages: 7 days").waitFor();
  await isFine(ada, "where old messages went");
  await ada.shot("retention-desk");
  await isFine(bob, "where old messages went, on a phone, dark");
  await bob.shot("retention-phone-dark");

  await openDetails(bob);
  await panel(bob).getByText("Messages are kept here for 7 days.").waitFor();
  await bob.shot("retention-told-phone-dark");

  // It is so after a reload, and after the server began anew.
  await bob.page.reload();
  const isStillSo = async () => {
    await areThere(bob, [...young, "An answer that stays"]);
    await bob.sees("Messages older than 7 days are deleted here.");
    for (const text of old) assert.equal(await bob.messages(text).count(), 0, text);
  };
  await isStillSo();
  await stage.server.end("SIGKILL");
  await bob.isAway();
  await stage.server.start();
  await Promise.all([bob.isBack(), ada.isBack()]);
  await bob.page.reload();
  await isStillSo();

  // Longer needs no question, and brings nothing back.
  await part(ada, "Keep messages").getByRole("radio", { name: "for ever" }).click();
  await ada.button("Keep messages: for ever").waitFor();
  for (const person of [ada, bob]) {
    await person.log.getByText("ada set messages to be kept for ever").waitFor();
    await person.sees("Older messages were deleted.");
  }
  assert.equal(await ada.messages("Old words 1").count(), 0);
  await panel(ada).getByRole("button", { name: "Log", exact: true }).click();
  await part(ada, "Log").getByText("set messages to be kept for 7 days").waitFor();

  // An address of what is gone leads into the room, and says so.
  await ada.open(`${path}/1`);
  await ada.sees("The message is not there any more.");
  await areThere(ada, young);
  await ada.shot("retention-address-desk");
  assert.equal(await ada.messages("Old words 1").count(), 0);
});
