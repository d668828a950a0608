// Two hundred texts that would do harm as anything but text, through every field a person can fill: nothing runs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { io } from "socket.io-client";
import { ChatClient } from "../support_js/chat_client.mjs";
import { exchange } from "../support_js/polling.mjs";
import { until } from "../support_js/until.mjs";
import { isWithin, lettersOf } from "./support/harm.mjs";
import { batches, called, some, texts, together, typeAll, watched } from "./support/hostile.mjs";
import { scene } from "./support/scene.mjs";
import { vectors } from "./support/xss_vectors.mjs";

test("there are at least 150 of them, no two alike", () => {
  assert.ok(vectors.length >= 150);
  assert.equal(new Set(texts).size, vectors.length);
});

scene("in messages, edits, quotes and reactions", async (stage) => {
  const ada = await watched(stage, "ada");
  await ada.join();
  await ada.harm.isNone("before");
  const mallory = await stage.bot("mallory");
  let refused = 0;
  for (const batch of batches(together / 2)) {
    const messages = await Promise.all(batch.map((text) => mallory.say("lobby", text)));
    const answers = await Promise.all(messages.map(({ seq }) => mallory.say("lobby", "to be edited", { reply_to: seq })));
    await Promise.all(answers.map(({ seq }, index) => mallory.change("edit", { room: "lobby", target: seq, text: batch[index] })));
    const reactions = await Promise.all(
      messages.map(({ seq }, index) => mallory.ask("react", { room: "lobby", target: seq, emoji: batch[index], on: true })),
    );
    refused += reactions.filter(({ error }) => ["emoji_invalid", "invalid_payload"].includes(error?.code)).length;
    const said = [...messages, ...answers].map(({ seq }, index) => ({ seq, text: batch[index % batch.length] }));
    await ada.page.waitForFunction(
      (seqs) => seqs.every((seq) => document.querySelector(`article[data-seq="${seq}"]`)?.textContent.includes("edited")),
      answers.map(({ seq }) => seq),
    );
    let shown;
    await until(async () => {
      shown = new Map((await ada.rows()).map((row) => [row.seq, row.text]));
      return said.every(({ seq }) => shown.has(seq));
    }, `all of ${JSON.stringify(batch)} are drawn`);
    for (const { seq, text } of said) {
      assert.ok(isWithin(lettersOf(shown.get(seq)), lettersOf(text)), `${JSON.stringify(shown.get(seq))} of ${JSON.stringify(text)}`);
    }
    assert.ok((await ada.log.locator("article").count()) >= 2 * batch.length);
    await ada.harm.isNone(`after ${JSON.stringify(batch)}`);
  }
  assert.equal(refused, texts.length, "no text is an emoji");
  await ada.shot("hostile-vectors");

  // The same as history, and in the field in which an own message is edited.
  await ada.page.reload();
  await ada.log.waitFor();
  await ada.log.locator("article[data-seq]").first().waitFor();
  await ada.harm.isNone("after a reload");
  for (const { family, text } of some(4)) {
    const mark = `own ${family}`;
    await ada.say(`${text} ${mark}`);
    await ada.message(mark).hover();
    await ada.use("Edit", mark);
    await ada.page.getByRole("textbox", { name: "Edit message" }).press("Escape");
    await ada.use("Reply", mark);
    await ada.harm.isNone(`writing ${text}`);
  }
  await ada.hasSentAll();
}, called("<script>alert(1)</script><img src=x onerror=alert(1)>"));

/** Comes in under that name: the socket, or null when the name is refused. */
function comeIn(url, nickname) {
  return new Promise((resolve) => {
    const socket = io(url, { auth: { nickname }, forceNew: true, reconnection: false, transports: ["websocket"] });
    socket.once("welcome", () => resolve(socket));
    socket.once("connect_error", () => {
      socket.close();
      resolve(null);
    });
  });
}

scene("in nicknames, of those who are there, who type, who write and who go", async (stage) => {
  const ada = await watched(stage, "ada");
  await ada.join();
  await ada.button(/online, show who/).click();
  let accepted = 0;
  for (const batch of batches()) {
    const crowd = (await Promise.all(batch.map((nickname) => comeIn(stage.server.url, nickname)))).filter((socket) => socket !== null);
    accepted += crowd.length;
    const answers = await Promise.all(crowd.map((socket) => socket.emitWithAck("message", { room: "lobby", text: "here", nonce: `n${accepted}-${socket.id}` })));
    for (const socket of crowd) socket.emit("typing", { room: "lobby" });
    const last = Math.max(0, ...answers.map((answer) => answer.seq));
    if (last > 0) await ada.log.locator(`article[data-seq="${last}"]`).waitFor();
    await ada.harm.isNone(`people called ${JSON.stringify(batch)}`);
    for (const socket of crowd) socket.close();
  }
  assert.ok(accepted >= 10, `${accepted} of them can be nicknames, the others are refused`);
  await ada.shot("hostile-nicknames");
  // In the field of who comes, and what is remembered of it.
  const bob = await watched(stage, "bob", {});
  await bob.open();
  await typeAll(bob.nicknameField);
  await bob.harm.isNone("typing nicknames");
  for (const { text } of some(3)) {
    await bob.page.evaluate((nickname) => localStorage.setItem("parlor.nickname", nickname), text);
    await bob.page.reload();
    await bob.nicknameField.waitFor();
    await bob.harm.isNone(`a nickname that was kept: ${text}`);
  }
}, called("\"><svg onload=alert(1)>{{constructor.constructor('alert(1)')()}}"));

scene("in names of rooms: in the sidebar, the head, the title, the directory and the switcher", async (stage) => {
  const ada = await watched(stage, "ada");
  await ada.join();
  const { token } = await ada.page.evaluate(() => JSON.parse(localStorage.getItem("parlor.identity")));
  const other = new ChatClient(stage.server.url, "ada");
  other.token = token;
  await other.welcome();
  const rooms = [];
  for (const batch of batches()) {
    const created = await Promise.all(batch.map((name) => other.ask("create", { name })));
    rooms.push(...created.filter(({ ok }) => ok).map(({ room }) => room));
  }
  other.close();
  assert.ok(rooms.length >= 100, `${rooms.length} of them can be names of rooms`);
  // In the sidebar of the one who made them.
  await until(async () => (await ada.page.getByRole("list", { name: "Rooms" }).getByRole("link").count()) > rooms.length, "the rooms are listed");
  await ada.harm.isNone("rooms in the sidebar");
  for (const room of rooms.filter((_, index) => index % 24 === 0)) {
    await ada.page.locator(`a[href="/r/${room.room}"]`).click();
    await ada.page.getByRole("heading", { level: 1, name: room.name, exact: true }).waitFor();
    await ada.harm.isNone(`in ${room.name}`);
  }
  // In the directory of somebody else, and in its field; in the switcher and in its.
  const bob = await watched(stage, "bob");
  await bob.join();
  await bob.button("Browse rooms").click();
  await bob.button(`Join ${rooms[0].name}`).waitFor();
  await bob.harm.isNone("the directory");
  const search = bob.page.getByRole("searchbox", { name: "Find a room" });
  await typeAll(search);
  await bob.harm.isNone("searching rooms");
  await bob.shot("hostile-rooms");
  await ada.page.keyboard.press("Control+k");
  const field = ada.page.getByRole("combobox", { name: "Room" });
  await field.waitFor();
  await ada.harm.isNone("the switcher");
  await typeAll(field);
  await ada.harm.isNone("searching in the switcher");
  await ada.page.keyboard.press("Escape");
  await ada.button("New room").click();
  const name = ada.page.getByRole("textbox", { name: "Room name" });
  await typeAll(name);
  await ada.harm.isNone("typing names of rooms");
}, called("[x](javascript:alert(1)) <iframe srcdoc='<script>parent.alert(1)</script>'>"));

scene("in drafts, and in addresses: paths, queries and fragments", async (stage) => {
  const ada = await watched(stage, "ada");
  await ada.join();
  await typeAll(ada.field());
  await ada.harm.isNone("drafts");
  await ada.page.evaluate(async (words) => {
    const follow = (path) => {
      history.pushState(null, "", path);
      dispatchEvent(new PopStateEvent("popstate"));
    };
    for (const [index, word] of words.entries()) {
      follow(`/r/${word}`);
      await null;
      follow(`/r/lobby/${word}`);
      location.assign(`#${word}`);
      if (index % 10 === 0) await new Promise((shown) => requestAnimationFrame(shown));
    }
  }, texts.map(encodeURIComponent));
  await ada.harm.isNone("addresses followed by the page");
  await ada.open("/r/lobby");
  for (const { text } of some(2)) {
    const word = encodeURIComponent(text);
    await ada.field().fill(text);
    await ada.open(`/r/lobby?q=${word}#${word}`);
    assert.equal(await ada.field().inputValue(), text, "the draft is as it was written");
    await ada.harm.isNone(`a draft and an address with ${text}`);
  }
  for (const { text } of some(2, 1)) {
    await ada.page.evaluate((room) => [localStorage, sessionStorage].forEach((keep) => keep.setItem("parlor.room", room)), text);
    await ada.open(`/r/${encodeURIComponent(text)}`);
    await ada.page.locator("main").first().waitFor();
    await ada.harm.isNone(`the address of a room ${text}, which is also the last one that was open`);
  }
  // What the server itself answers to such addresses is no page with the address in it.
  for (const text of texts) {
    const word = encodeURIComponent(text);
    const paths = [`/${word}`, `/r/${word}`, `/api/v1/server?callback=${word}`];
    const answers = await Promise.all(paths.map((path) => exchange(stage.server.port, "GET", path)));
    for (const [index, answer] of answers.entries()) {
      assert.notEqual(answer.headers["content-type"], undefined, paths[index]);
      assert.ok(!/[<"'&]/.test(text) || !answer.text.includes(text), `${paths[index]} is not written back`);
    }
  }
}, called("javascript:alert(1)//<svg/onload=alert(1)>"));

/** What must be seen when it happens, each in a page of its own. */
const mutants = [
  {
    what: "an inline handler in the page",
    seen: /CSP: script-src/,
    spoil: (person) => changePage(person, { page: (html) => html.replace("<body>", "<body><img src=/nothing onerror=alert(1)>") }),
  },
  {
    what: "an inline script, with the policy gone",
    seen: /ran alert\(1\)/,
    spoil: (person) => changePage(person, { page: (html) => html.replace("<body>", "<body><script>alert(1)</script>"), policy: "" }),
  },
  {
    what: "a message that is inserted as HTML",
    seen: /img onerror/,
    act: (person) =>
      person.page.evaluate(() => {
        const [message] = document.querySelectorAll(".prose");
        message.innerHTML = message.textContent;
      }),
  },
  {
    what: "a link to a script",
    seen: /a href=javascript:/,
    act: (person) => person.page.evaluate(() => document.querySelector(".prose").append(Object.assign(document.createElement("a"), { href: "javascript:alert(1)" }))),
  },
  {
    what: "a frame",
    seen: /<iframe>/,
    act: (person) => person.page.evaluate(() => document.querySelector("[role=log]").append(document.createElement("iframe"))),
  },
  {
    what: "a request to another host",
    seen: /asked for https:\/\/evil\.example/,
    spoil: (person) => changePage(person, { policy: "" }),
    act: async (person) => {
      await person.page.route("https://evil.example/**", (route) => route.abort());
      await person.page.evaluate(() => fetch("https://evil.example/").catch(() => {}));
    },
  },
  { what: "a set global", seen: /set pwned/, act: (person) => person.page.evaluate("pwned = 1") },
  { what: "a prototype that was written to", seen: /Object\.prototype\.pwned/, act: (person) => person.page.evaluate("Object.prototype.pwned = 1") },
  { what: "a window that opens", seen: /opened about:blank/, act: (person) => person.page.evaluate(() => void open("about:blank")) },
];

/** Puts a changed page in the place of the server's. */
async function changePage(person, { page = (html) => html, policy }) {
  await person.page.route(new URL("/", person.address).href, async (route) => {
    const response = await route.fetch();
    const headers = { ...response.headers() };
    if (policy !== undefined) delete headers["content-security-policy"];
    await route.fulfill({ response, headers, body: page(await response.text()) });
  });
}

scene("whatever of that happened would be seen", async (stage) => {
  const bot = await stage.bot("bot");
  await bot.say("lobby", "<img src=/nothing onerror=alert(1)>");
  for (const { what, seen, spoil, act } of mutants) {
    const person = await watched(stage, `m${mutants.findIndex((mutant) => mutant.what === what)}`, {});
    await spoil?.(person);
    await person.join();
    await person.log.locator(".prose").first().waitFor();
    await act?.(person);
    let told = [];
    await until(async () => (told = [...told, ...(await person.harm.look())]).some((each) => seen.test(each)), () => `${what}: ${told}`);
    person.problems.length = 0; // its page had to complain
    await person.context.close();
    stage.people.pop();
  }
});
