// Peers who never read what they asked for. They cost a bounded amount, are dropped, and delay nobody.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ChatClient } from "../support_js/chat_client.mjs";
import { leavesMemoryAsItWas, peakResidentBytes, residentBytes } from "../support_js/memory.mjs";
import { exchange, PollingSession } from "../support_js/polling.mjs";
import { RawSocket } from "../support_js/raw_socket.mjs";
import { RawWebSocket } from "../support_js/raw_websocket.mjs";
import { standsUnharmed, targets, underAttack } from "../support_js/targets.mjs";
import { until } from "../support_js/until.mjs";

const megabyte = 2 ** 20;

async function metrics(server) {
  return (await exchange(Number(new URL(server.adminUrl).port), "GET", "/metrics")).text;
}

/** How many readers were too slow so far. */
async function slowReaders(server) {
  return Number(/^net_slow_readers_total (\d+)$/m.exec(await metrics(server))?.[1] ?? 0);
}

test("a reader who never reads costs a bounded amount, is dropped, and delays nobody", async (t) => {
  const queueBytesMax = 256 * 1024;
  const readerCount = 20;
  const situation = await underAttack(t, "parlor", {
    flags: ["--no-rate-limits", "--send-queue-bytes-max", String(queueBytesMax)],
  });
  const { server } = situation;
  await until(() => server.adminUrl, "the log tells the admin address");
  const listener = new ChatClient(server.url, "listener");
  const speaker = new ChatClient(server.url, "speaker");
  t.after(() => [listener, speaker].forEach((client) => client.close()));
  await Promise.all([listener.welcome(), speaker.welcome()]);

  const text = "x".repeat(4_000);
  const before = residentBytes(server.pid);
  const flood = async () => {
    const droppedBefore = await slowReaders(server);
    const readers = await Promise.all(
      Array.from({ length: readerCount }, async () => {
        const socket = await RawWebSocket.welcome(server.port);
        socket.pause();
        return socket;
      }),
    );
    // The kernel's own buffers fill first, then the server's queue for each of them.
    let last = 0;
    let said = 0;
    while ((await slowReaders(server)) < droppedBefore + readerCount) {
      const answers = await Promise.all(Array.from({ length: 100 }, () => speaker.say("lobby", text)));
      last = answers.at(-1).seq;
      said += answers.length * text.length;
      assert.ok(said < 64 * megabyte, "they are dropped in the end");
    }
    await until(() => [listener, speaker].every((client) => client.log("lobby").cursor >= last), "the others hear everything");
    for (const reader of readers) reader.resume();
    for (const reader of readers) assert.ok([undefined, 1013].includes(await reader.closes()));
  };
  // First the store's cache of 64 MiB is filled by what is said, so that only the readers are left to grow.
  for (let filled = 0; filled < 96 * megabyte; filled += 100 * text.length) {
    await Promise.all(Array.from({ length: 100 }, () => speaker.say("lobby", text)));
  }
  await leavesMemoryAsItWas(server.pid, flood);
  assert.deepEqual([...listener.violations, ...speaker.violations], []);
  const grown = peakResidentBytes(server.pid) - before;
  assert.ok(grown < readerCount * 2 * queueBytesMax + 160 * megabyte, `grew by ${grown}`);
  await standsUnharmed(situation);
});

test("a session that is never polled costs a bounded amount, and ends", async (t) => {
  const queueBytesMax = 256 * 1024;
  const situation = await underAttack(t, "parlor", {
    flags: ["--no-rate-limits", "--send-queue-bytes-max", String(queueBytesMax)],
  });
  const { server } = situation;
  const speaker = new ChatClient(server.url, "speaker");
  t.after(() => speaker.close());
  await speaker.welcome();
  const sessions = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const session = await PollingSession.open(server.port);
      await session.post(`40{"nickname":"forgetful ${index}"}`);
      assert.equal((await session.poll()).status, 200);
      return session;
    }),
  );
  const before = residentBytes(server.pid);
  const text = "x".repeat(4_000);
  for (let said = 0; said < 4 * megabyte; said += 50 * text.length) {
    await Promise.all(Array.from({ length: 50 }, () => speaker.say("lobby", text)));
  }
  const grown = peakResidentBytes(server.pid) - before;
  assert.ok(grown < 64 * megabyte, `grew by ${grown}`);
  for (const session of sessions) {
    // What it gets at most is the word that it was closed.
    const late = await session.poll();
    assert.ok(late.status === 400 || late.text.length < queueBytesMax * 2, `${late.status}: ${late.text.length}`);
    assert.equal((await session.poll()).status, 400);
  }
  await standsUnharmed(situation);
});

/** Lines that take nothing in before they are asked to. */
const slowLines = {
  WebSocket: async (port) => {
    const socket = await RawWebSocket.open(port);
    socket.pause();
    return {
      say: (text) => socket.say(text),
      message: (fits) => {
        socket.resume();
        return socket.message(fits);
      },
    };
  },
  "long-polling": async (port) => {
    const session = await PollingSession.open(port);
    const messages = [];
    return {
      say: async (text) => assert.equal((await session.post(text)).text, "ok"),
      message: async (fits) => {
        while (!messages.some(fits)) {
          const { status, text } = await session.poll();
          assert.equal(status, 200, text);
          messages.push(...text.split("\x1e"));
        }
        return messages.find(fits);
      },
    };
  },
};

for (const [name, openLine] of Object.entries(slowLines)) {
  test(`who comes back over a slow ${name} to a room of heavy messages is not dropped, and reads everything`, async (t) => {
    const situation = await underAttack(t, "parlor", { flags: ["--no-rate-limits"] });
    const { server } = situation;
    await until(() => server.adminUrl, "the log tells the admin address");
    const speaker = new ChatClient(server.url, "speaker");
    t.after(() => speaker.close());
    await speaker.welcome();
    // Together 15 MB: more than the kernel's buffers and the send queue hold, and less than 1,000 events.
    const text = "𠮷".repeat(4_000);
    const messages = 960;
    for (let said = 0; said < messages; said += 20) {
      await Promise.all(Array.from({ length: 20 }, () => speaker.say("lobby", text)));
    }

    const cursor = 1;
    const line = await openLine(server.port);
    await line.say(`40${JSON.stringify({ nickname: "traveller", cursors: { lobby: cursor } })}`);
    await until(async () => /^chat_catchups_total\{.*\} [1-9]/m.test(await metrics(server)), "a catch-up was given");
    const caughtUp = await line.message((message) => message.startsWith('42["catchup"'));
    const [, catchup] = JSON.parse(caughtUp.slice(2));
    const events = [...catchup.events];
    let ask = 0;
    const history = async (request) => {
      await line.say(`42${++ask}${JSON.stringify(["history", { room: "lobby", limit: 200, ...request }])}`);
      const answered = await line.message((message) => message.startsWith(`43${ask}[`));
      const [page] = JSON.parse(answered.slice(`43${ask}`.length));
      assert.equal(page.ok, true, answered.slice(0, 200));
      return page;
    };
    while (events[0].seq > cursor + 1) {
      const page = await history({ before: events[0].seq });
      assert.equal(page.more, page.events[0].seq > 1);
      events.unshift(...page.events);
    }
    const newest = await history({ after: events.at(-1).seq });
    assert.equal(newest.more, false, "it goes on, and has everything");
    assert.equal(await slowReaders(server), 0);
    assert.match(await metrics(server), /^engineio_polling_queue_overflows_total 0$/m);
    assert.equal(catchup.reset, true);
    const missed = events.filter(({ seq }) => seq > cursor);
    assert.deepEqual(missed.map(({ seq }) => seq), Array.from({ length: catchup.head - cursor }, (_, i) => cursor + 1 + i));
    assert.ok(missed.filter((event) => event.text === text).length >= messages - 1);
    await standsUnharmed(situation);
  });
}

for (const name of Object.keys(targets)) {
  test(`${name} prepares no answers for a peer who asks and asks and never reads`, async (t) => {
    const situation = await underAttack(t, name);
    const { server } = situation;
    const ask = `GET /socket.io/?EIO=4&transport=none${"x".repeat(100)} HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(1_000);
    const before = residentBytes(server.pid);
    const peers = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const peer = await RawSocket.open(server.port);
        peer.pause();
        for (let i = 0; i < 100; ++i) peer.send(ask);
        return peer;
      }),
    );
    await situation.witness.isUnharmed();
    const grown = peakResidentBytes(server.pid) - before;
    assert.ok(grown < 64 * megabyte, `grew by ${grown}`);
    for (const peer of peers) peer.destroy();
    await standsUnharmed(situation);
  });
}
