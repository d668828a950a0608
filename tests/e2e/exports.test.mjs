// What people take away: a room's log, and all that is their own.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { scene } from "./support/scene.mjs";
import { vectors } from "./support/xss_vectors.mjs";

/** The text of the file that the browser saves while `act` happens, and what it is called. */
async function savedDuring(person, act) {
  const [download] = await Promise.all([person.page.waitForEvent("download"), act()]);
  return { name: download.suggestedFilename(), path: await download.path() };
}

scene("a host takes a room's log away, as a page and as data; who is no host cannot", async (stage) => {
  const [ada, bob] = await stage.persons("ada", "bob");
  await ada.createRoom("Garden club");
  await bob.button("Browse rooms").click();
  await bob.button("Join Garden club").click();
  await bob.say("Tomatoes **and** beans?", "Garden club");
  await ada.sees("beans?");
  await ada.say("Both.", "Garden club");

  await bob.button(/online, show who/).click();
  await bob.button("Leave room").waitFor();
  assert.equal(await bob.button("Export").count(), 0);

  await ada.button(/online, show who/).click();
  await ada.button("Export").click();
  await ada.dialog("Export this room").waitFor();
  assert.deepEqual(await ada.axe(), []);
  await ada.shot("export-dialog");
  const page = await savedDuring(ada, () => ada.button("Save the file").click());
  assert.equal(page.name, "parlor-Garden-club.html");
  await ada.sees("parlor-Garden-club.html is in your downloads.");
  const html = await readFile(page.path, "utf8");
  assert.ok(html.includes("Tomatoes **and** beans?"));
  assert.match(html, /<\/html>\s*$/);

  await ada.page.getByLabel("Data for programs (JSON Lines)").check();
  const data = await savedDuring(ada, () => ada.button("Save the file").click());
  assert.equal(data.name, "parlor-Garden-club.jsonl");
  const lines = (await readFile(data.path, "utf8")).trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.equal(lines[0].room.name, "Garden club");
  assert.deepEqual(lines.filter(({ type }) => type === "message").map(({ text }) => text), ["Tomatoes **and** beans?", "Both."]);
  assert.equal(lines.at(-1).type, "end");
});

scene("a page that was taken away runs nothing, whatever people wrote", async (stage) => {
  const ada = await stage.person("ada");
  await ada.createRoom("Hostile");
  const room = new URL(ada.page.url()).pathname.split("/").at(-1);
  const bot = await stage.bot("bot");
  await bot.ask("join", { room });
  for (const { text } of vectors) await bot.say(room, text);
  await ada.button(/online, show who/).click();
  await ada.button("Export").click();
  const { path } = await savedDuring(ada, () => ada.button("Save the file").click());
  const html = await readFile(path, "utf8");

  // Opened as a file would be, with everything allowed: nothing of it may run or be asked for.
  const reader = await ada.context.newPage();
  const harm = [];
  reader.on("dialog", (dialog) => {
    harm.push(dialog.message());
    return dialog.dismiss();
  });
  reader.on("request", (request) => {
    if (!request.url().startsWith("about:") && !request.url().startsWith("data:")) harm.push(request.url());
  });
  await reader.setContent(html);
  assert.equal(await reader.locator("script, img, iframe, object, embed, svg, form, input, link, base").count(), 0);
  assert.equal(await reader.locator("article").count(), vectors.length);
  await reader.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  assert.deepEqual(harm, []);
  await reader.setViewportSize({ width: 900, height: 700 });
  await ada.shot("export-hostile");
  await reader.close();
});

scene("everybody takes their own data away, and nothing of others", async (stage) => {
  const [ada, bob] = await stage.persons("ada", "bob");
  await ada.say("mine alone", "Lobby");
  await bob.hears("mine alone");
  await bob.say("not hers", "Lobby");
  await ada.hears("not hers");
  await ada.openSettings("Account");
  await ada.page.getByRole("heading", { name: "Your data" }).waitFor();
  assert.deepEqual(await ada.axe(), []);
  await ada.shot("own-data");
  const { name, path } = await savedDuring(ada, () => ada.button("Download your data").click());
  assert.equal(name, "parlor-ada.jsonl");
  const text = await readFile(path, "utf8");
  assert.ok(text.includes("mine alone"));
  assert.ok(!text.includes("not hers"));
});
