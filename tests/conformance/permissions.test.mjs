// Who may do what: every row of docs/protocol/permissions.json is tried over the wire, by people of every rank, in rooms
// of every kind, from inside and from outside.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { adminDeeds } from "../support_js/admin_deeds.mjs";
import { person } from "../support_js/listener.mjs";
import { done, peopleOf, serverRanks } from "../support_js/ranks.mjs";
import { deeds, payloadOf } from "../support_js/room_deeds.mjs";
import { Rest } from "../support_js/rest.mjs";
import { startParlor } from "../support_js/server_process.mjs";

const page = (name) => readFile(new URL(`../../docs/protocol/${name}`, import.meta.url), "utf8");
const { roles: ranks, actions } = JSON.parse(await page("permissions.json"));

const roomKinds = ["public", "private", "direct"];
const rankOf = (name) => ranks.indexOf(name);
const may = (rank, action, where) => actions[action][where] !== undefined && rankOf(rank) >= rankOf(actions[action][where]);
/** Nobody is a host of a direct room. */
const ranksIn = (kind) => (kind === "direct" ? serverRanks : ranks);

/** A room's founder, one actor of each rank, a member without rank and somebody who is in no room but the lobby. */
async function cast(t, server, others = {}) {
  const actors = Object.fromEntries(ranks.map((rank) => [`actor-${rank}`, rank === "host" ? "guest" : rank]));
  return peopleOf(t, server, { founder: "member", victim: "guest", stranger: "guest", ...actors, ...others });
}

let roomCount = 0;

/** A new room of that kind, or the one direct room of all, with founder, actor and victim in it. */
async function roomWith(people, kind, rank) {
  const { founder, victim } = people;
  const actor = people[`actor-${rank}`];
  let room;
  if (kind === "direct") {
    const users = [victim, ...serverRanks.map((each) => people[`actor-${each}`])].map(({ id }) => id);
    ({ room } = (await done(founder, "direct", { users })).room);
  } else {
    ({ room } = (await done(founder, "create", { name: `Room ${++roomCount}`, kind })).room);
    for (const { id } of [actor, victim]) await done(founder, "add", { room, user: id });
    if (rank === "host") await done(founder, "host", { room, user: actor.id, on: true });
  }
  const { seq: theirs } = await done(founder, "message", { room, text: "theirs" });
  const { seq: own } = await done(actor, "message", { room, text: "own" });
  return { room, theirs, own, victim: victim.id, stranger: people.stranger.id };
}

/** All that the founder can see of the room. */
async function seen(founder, room) {
  const { read: _, unread: __, ...view } = (await done(founder, "join", { room })).room;
  const { members } = await done(founder, "roster", { room });
  const { events } = await done(founder, "history", { room });
  const [bans, links, audit] = [await founder.ask("bans", { room }), await founder.ask("invite_links", { room }), await founder.ask("room_audit", { room })];
  return { view, members, events, bans, links, audit, pins: await founder.ask("pins", { room }) };
}

/** What `listener` hears while `act` happens, by name. */
async function heardDuring(listener, act) {
  await listener.settled();
  const mark = listener.heard.length;
  const answer = await act();
  await listener.settled();
  return { answer, heard: listener.heard.slice(mark) };
}

test("the page that people read says what the table for programs says", async () => {
  const lines = (await page("permissions.md")).split("\n");
  const cells = lines.filter((line) => /^\| `\w+` \|/.test(line)).map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
  const read = cells.map(([action, words, ...least]) => {
    assert.match(words, /^[a-z]/, `${action} in words`);
    const named = ["public", "private", "direct", "server"].map((where, index) => [where, least[index]]);
    return [action.replaceAll("`", ""), Object.fromEntries(named.filter(([, rank]) => rank !== "-"))];
  });
  assert.deepEqual(Object.fromEntries(read), actions);
  assert.equal(read.length, Object.keys(actions).length, "each action once");
});

test("the walk knows every action and every event about a room", async () => {
  const server = Object.keys(actions).filter((action) => actions[action].server);
  const apart = ["export_room", "mean_everybody"]; // exports.test.mjs, and below
  assert.deepEqual([...new Set(deeds.map(({ action }) => action)), ...server, ...apart].sort(), Object.keys(actions).sort());
  const elsewhere = ["create", "direct", "find_people", "ignore", "join", "look_at_invite", "people", "rooms"];
  const schema = JSON.parse(await page("events.schema.json"));
  assert.deepEqual([...new Set(deeds.map(({ event }) => event)), ...elsewhere].sort(), Object.keys(schema["x-events"].client).sort());
  assert.deepEqual(ranks.filter((rank) => rank !== "host"), serverRanks);
});

test("inside a room everybody may do what the table says, and nothing else", async (t) => {
  const server = await startParlor(t);
  const people = await cast(t, server);
  const { founder } = people;
  let [allowed, refused] = [0, 0];
  for (const kind of roomKinds) {
    for (const deed of deeds) {
      for (const rank of ranksIn(kind)) {
        const cell = `${rank}: ${deed.event} (${deed.action}) in a ${kind} room`;
        const room = await roomWith(people, kind, rank);
        const actor = people[`actor-${rank}`];
        if (deed.given && (kind !== "direct" || may("guest", deed.action, kind))) {
          const [event, payload] = deed.given(room);
          await done(founder, event, { room: room.room, ...payload });
        }
        const before = await seen(founder, room.room);
        const { answer, heard } = await heardDuring(founder, () => actor.ask(deed.event, payloadOf(deed, room.room, room)));
        const told = heard.map(({ event }) => event);
        if (may(rank, deed.action, kind)) {
          ++allowed;
          assert.equal(answer.ok, true, `${cell}: ${JSON.stringify(answer)}`);
          if (deed.answers) assert.ok(deed.answers in answer, cell);
          assert.deepEqual(told, deed.told ? [deed.told] : [], cell);
          if (deed.told && deed.told !== "typing") assert.equal(heard[0].payload.seq, before.view.head + 1, cell);
        } else {
          ++refused;
          assert.equal(answer.error?.code, "forbidden", `${cell}: ${JSON.stringify(answer)}`);
          assert.deepEqual(told, [], `${cell} tells nobody`);
          assert.deepEqual(await seen(founder, room.room), before, `${cell} changes nothing`);
        }
      }
    }
  }
  assert.equal(allowed + refused, deeds.length * (6 + 6 + 5), "every cell was tried");
  assert.ok(refused > 100);
});

test("where more than twenty others are present, @here means them from those whom the table names, and is never refused", async (t) => {
  const server = await startParlor(t);
  const people = await cast(t, server);
  const { founder } = people;
  const crowd = await Promise.all(Array.from({ length: 19 }, (_, i) => person(t, server.url, `guest ${i}`)));
  const crowdIds = crowd.map((guest) => guest.welcome.me.user);
  let cells = 0;
  for (const kind of roomKinds) {
    for (const rank of ranksIn(kind)) {
      ++cells;
      const cell = `${rank}: @here in a ${kind} room`;
      const { room } = await roomWith(people, kind, rank);
      const actor = people[`actor-${rank}`];
      // With the founder and the victim twenty-one others; a direct room never has so many.
      if (kind !== "direct") for (const user of crowdIds) await done(founder, "add", { room, user });
      const { seq } = await done(actor, "message", { room, text: "@here" });
      const { mentions = [] } = await founder.next("message", (m) => m.room === room && m.seq === seq);
      const { members } = await done(founder, "members", { room });
      const others = members.map(({ user }) => user).filter((user) => user !== actor.id);
      assert.equal(others.length > 20, kind !== "direct", cell);
      assert.deepEqual(new Set(mentions), new Set(may(rank, "mean_everybody", kind) ? others : []), cell);
    }
  }
  assert.equal(cells, 6 + 6 + 5, "every cell was tried");
});

test("from outside a public room says that one is no member, any other that it does not exist", async (t) => {
  const server = await startParlor(t);
  const people = await cast(t, server);
  const { founder, victim, stranger } = people;
  const rooms = {};
  for (const kind of ["public", "private"]) rooms[kind] = (await done(founder, "create", { name: `Room ${kind}`, kind })).room.room;
  for (const room of Object.values(rooms)) await done(founder, "add", { room, user: victim.id });
  rooms.direct = (await done(founder, "direct", { users: [victim.id] })).room.room;

  let cells = 0;
  for (const [kind, room] of Object.entries(rooms)) {
    const { seq } = await done(founder, "message", { room, text: "hello" });
    const details = { own: seq, theirs: seq, victim: victim.id, stranger: stranger.id };
    for (const deed of [...deeds, { event: "join", action: "join_public" }]) {
      for (const rank of serverRanks) {
        ++cells;
        const cell = `${rank}: ${deed.event} (${deed.action}) of a ${kind} room`;
        const actor = people[`actor-${rank}`];
        const payload = payloadOf(deed, room, details);
        const before = await seen(founder, room);
        const { answer, heard } = await heardDuring(founder, () => actor.ask(deed.event, payload));
        if (kind === "public" && deed.event === "join") {
          assert.equal(answer.ok, may(rank, deed.action, "server"), cell);
          await done(actor, "leave", { room });
          continue;
        }
        if (kind === "public") assert.equal(answer.error?.code, "not_a_member", `${cell}: ${JSON.stringify(answer)}`);
        else assert.equal(answer.error?.code, "not_found", `${cell}: ${JSON.stringify(answer)}`);
        if (kind !== "public") {
          const nowhere = await actor.ask(deed.event, { ...payload, room: "nowhere" });
          assert.deepEqual(answer, nowhere, `${cell}: as of a room that does not exist`);
        }
        assert.deepEqual(heard, [], `${cell} tells nobody`);
        assert.deepEqual(await seen(founder, room), before, `${cell} changes nothing`);
      }
    }
  }
  assert.equal(cells, (deeds.length + 1) * 3 * 5, "every cell was tried");
});

test("on the server everybody may do what the table says, and nothing else", async (t) => {
  const server = await startParlor(t, { flags: ["--no-rate-limits", "--leave-grace-ms", "0"] });
  const people = await cast(t, server, { absentee: "member" });
  const { founder, victim, absentee } = people;
  absentee.socket.disconnect();
  await founder.next("member_left", ({ user }) => user === absentee.id);

  const isRoom = (kind) => (answer) => answer.room.kind === kind;
  const names = (answer) => answer.people.map(({ nickname }) => nickname);
  const attempts = {
    join_public: async (who) => {
      const { room } = (await done(founder, "create", { name: `Room ${++roomCount}` })).room;
      return [who, "join", { room }, isRoom("public")];
    },
    create_public: (who) => [who, "create", { name: `Room ${++roomCount}` }, isRoom("public")],
    create_private: (who) => [who, "create", { name: `Room ${++roomCount}`, kind: "private" }, isRoom("private")],
    start_direct: (who) => [who, "direct", { users: [victim.id] }, isRoom("direct")],
    find_people: (who) => [who, "find_people", { query: "vic" }, (answer) => names(answer).includes("victim")],
    find_accounts: (who) => [who, "find_people", { query: "absent" }, (answer) => names(answer).includes("absentee")],
  };
  let cells = 0;
  for (const [action, attempt] of Object.entries(attempts)) {
    for (const rank of serverRanks) {
      ++cells;
      const [who, event, payload, isDone] = await attempt(people[`actor-${rank}`]);
      const { rooms: before } = await done(founder, "rooms", {});
      const { answer, heard } = await heardDuring(founder, () => who.ask(event, payload));
      const cell = `${rank}: ${action}: ${JSON.stringify(answer)}`;
      if (may(rank, action, "server")) {
        assert.equal(answer.ok, true, cell);
        assert.ok(isDone(answer), cell);
      } else if (action === "find_accounts") {
        // One event for both: whoever may not find accounts finds those who are here.
        assert.deepEqual(answer, { ok: true, people: [] }, cell);
      } else {
        assert.equal(answer.error?.code, "forbidden", cell);
        assert.deepEqual(heard, [], cell);
        assert.deepEqual((await done(founder, "rooms", {})).rooms, before, cell);
      }
    }
  }
  // What people in charge do is no event: the next test tries it over REST.
  const elsewhere = new Set(adminDeeds.map(({ action }) => action));
  const events = Object.keys(actions).filter((action) => actions[action].server && !elsewhere.has(action));
  assert.deepEqual(Object.keys(attempts).sort(), events.sort());
  assert.equal(cells, events.length * 5, "every cell was tried");
});

test("over REST people in charge do what the table says, and nothing else", async (t) => {
  const server = await startParlor(t);
  const rest = new Rest(server.url);
  const people = await cast(t, server, { subject: "member" });
  const { subject } = people;
  const tokenOf = (rank) => people[`actor-${rank}`].welcome.me.token;
  const byOwner = async (resource) => (await rest.ask("GET", resource, { token: tokenOf("owner") })).body;
  let cells = 0;
  for (const { action, method, resource, body, status } of adminDeeds) {
    for (const rank of serverRanks) {
      ++cells;
      const before = await byOwner("admin/audit");
      const answer = await rest.ask(method, resource(subject.id), { token: tokenOf(rank), body });
      const cell = `${rank}: ${method} ${resource(subject.id)} (${action}): ${JSON.stringify(answer.body)}`;
      if (may(rank, action, "server")) {
        assert.equal(answer.status, status, cell);
      } else {
        assert.deepEqual([answer.status, answer.body?.error?.code], [403, "forbidden"], cell);
        assert.deepEqual(await byOwner("admin/audit"), before, cell);
      }
    }
  }
  assert.equal(cells, adminDeeds.length * 5, "every cell was tried");
});

test("in charge of somebody is only who ranks above them, and above what they become", async (t) => {
  const server = await startParlor(t);
  const rest = new Rest(server.url);
  const accounts = serverRanks.filter((rank) => rank !== "guest");
  const inCharge = accounts.filter((rank) => may(rank, "set_role", "server"));
  const names = Object.fromEntries(accounts.map((rank) => [`target-${rank}`, rank]));
  const people = await peopleOf(t, server, { ...names, ...Object.fromEntries(inCharge.map((rank) => [`actor-${rank}`, rank])) });
  const owner = people["actor-owner"].welcome.me.token;
  let cells = 0;
  for (const actor of inCharge) {
    const token = people[`actor-${actor}`].welcome.me.token;
    for (const target of accounts) {
      const resource = `admin/people/${people[`target-${target}`].id}`;
      for (const role of ["member", "moderator", "admin"]) {
        ++cells;
        const { status, body } = await rest.ask("PATCH", resource, { token, body: { role } });
        const cell = `${actor} makes ${target} ${role}: ${JSON.stringify(body)}`;
        const isAllowed = rankOf(actor) > rankOf(target) && rankOf(actor) > rankOf(role);
        assert.equal(status, isAllowed ? 200 : 403, cell);
        if (isAllowed && role !== target) assert.equal((await rest.ask("PATCH", resource, { token: owner, body: { role: target } })).status, 200);
        if (!isAllowed) assert.equal(body.error.code, "outranked", cell);
      }
      for (const [method, more] of [["PUT", "suspension"], ["DELETE", "suspension"], ["DELETE", "sessions"]]) {
        ++cells;
        const { status, body } = await rest.ask(method, `${resource}/${more}`, { token });
        const isAllowed = rankOf(actor) > rankOf(target);
        assert.equal(status < 300, isAllowed, `${actor}: ${method} ${more} of ${target}: ${JSON.stringify(body)}`);
        if (!isAllowed) assert.equal(body.error.code, "outranked");
      }
    }
  }
  assert.equal(cells, 2 * 4 * 6, "every pair was tried");
});

test("only who ranks below can be removed, banned or made a host no longer", async (t) => {
  const server = await startParlor(t);
  const actorRanks = ranks.filter((rank) => may(rank, "kick", "public"));
  assert.deepEqual(actorRanks, ranks.filter((rank) => may(rank, "set_host", "private")));
  const nameRanks = {
    ...Object.fromEntries(actorRanks.map((rank) => [`actor-${rank}`, rank === "host" ? "guest" : rank])),
    ...Object.fromEntries(ranks.map((rank) => [`target-${rank}`, rank === "host" ? "member" : rank])),
  };
  const people = await peopleOf(t, server, { founder: "member", ...nameRanks });
  const { founder } = people;
  const wishes = { kick: {}, ban: {}, host: { on: false } };
  let cells = 0;
  for (const kind of ["public", "private"]) {
    for (const [event, more] of Object.entries(wishes)) {
      for (const actorRank of actorRanks) {
        for (const targetRank of ranks) {
          ++cells;
          const cell = `${event}: ${actorRank} to ${targetRank} in a ${kind} room`;
          const [actor, target] = [people[`actor-${actorRank}`], people[`target-${targetRank}`]];
          const { room } = (await done(founder, "create", { name: `Room ${++roomCount}`, kind })).room;
          for (const { id } of [actor, target]) await done(founder, "add", { room, user: id });
          const hosts = [actorRank === "host" && actor, (targetRank === "host" || event === "host") && target].filter(Boolean);
          for (const { id } of hosts) await done(founder, "host", { room, user: id, on: true });
          // A host ranks as one, whatever they are on the server, unless they are more there.
          const targetStands = event === "host" ? Math.max(rankOf(targetRank), rankOf("host")) : rankOf(targetRank);
          const before = await seen(founder, room);
          const { answer, heard } = await heardDuring(founder, () => actor.ask(event, { room, user: target.id, ...more }));
          if (rankOf(actorRank) > targetStands) {
            assert.equal(answer.ok, true, `${cell}: ${JSON.stringify(answer)}`);
            const by = { user: actor.id, nickname: actor.welcome.me.nickname };
            const [{ payload }] = heard;
            assert.deepEqual([heard.length, payload.user, payload.by], [1, target.id, by], cell);
            const { members } = await seen(founder, room);
            assert.equal(members.some(({ user, host }) => user === target.id && (host || event !== "host")), false, cell);
          } else {
            assert.equal(answer.error?.code, "forbidden", `${cell}: ${JSON.stringify(answer)}`);
            assert.deepEqual(heard, [], `${cell} tells nobody`);
            assert.deepEqual(await seen(founder, room), before, `${cell} changes nothing`);
          }
        }
      }
    }
  }
  assert.equal(cells, 2 * 3 * actorRanks.length * 6, "every pair was tried");
});
