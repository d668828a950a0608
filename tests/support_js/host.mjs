/**
 * The host of a room: renames it, changes its topic, adds and removes people who are away, makes them hosts, and mutes
 * them, asking each thing until it is answered, over as many crashes as that takes. It keeps what was acknowledged, so that a
 * test can hold the server to it.
 */
import assert from "node:assert/strict";
import { after } from "./until.mjs";

const retryDelayMs = 50;
const deedsMin = 8;

const loggedTypes = { rename: "renamed", topic: "topic", add: "member_joined", kick: "member_left", host: "host", mute: "muted", unmute: "muted" };
/** What their events say beside what was asked for. */
const loggedOn = { mute: true, unmute: false };

export class Host {
  #client;
  #room;
  #random;
  #lodgers;
  #isStopped = false;
  #done;
  #count = 0;
  /** As the last acknowledged deed left it. */
  #name;
  #topic;
  /** Who of the lodgers is in the room, and whether as a host. */
  #members = new Map();
  /** Until when of them may not write; undefined: until it is lifted. */
  #muted = new Map();
  deeds = [];

  /**
   * client   a ChatClient that is host of `room`
   * lodgers  ids of people who are away, and in the room when they are added to it
   */
  constructor(client, room, random, lodgers) {
    this.#client = client;
    this.#room = room;
    this.#random = random;
    this.#lodgers = lodgers;
    this.#done = this.#live();
    this.#done.catch(() => {}); // stop() tells of it
  }

  async stop() {
    this.#isStopped = true;
    await this.#done;
  }

  /** Everything that was acknowledged must be so, as `reader`, a ChatClient in the room with its whole log, sees it. */
  async check(reader) {
    const { events } = reader.log(this.#room);
    const { user } = this.#client.me;
    for (const { event, seq, tries, ...payload } of this.deeds) {
      const isIt = (found) =>
        found.type === loggedTypes[event] && found.name === payload.name && found.topic === payload.topic &&
        found.on === (payload.on ?? loggedOn[event]) && found.until === payload.until &&
        (payload.user ? found.user === payload.user && found.by?.user === user : found.user === user);
      // Asked again after a crash it may have been answered with the newest event, as there was nothing left to do.
      const candidates = tries === 1 ? [events[seq - 1]] : events.slice(0, seq);
      assert.ok(candidates.some(isIt), `${event} ${JSON.stringify(payload)} was done at ${seq}${tries === 1 ? "" : " or before"}`);
    }
    const { rooms } = await reader.insist("rooms", {});
    const { name, topic } = rooms.find((each) => each.room === this.#room);
    assert.deepEqual({ name, topic }, { name: this.#name, topic: this.#topic }, "the room is called and about what was said last");
    const { members, more } = await reader.insist("roster", { room: this.#room, limit: 200 });
    assert.equal(more, false);
    const lodging = members.filter((member) => this.#lodgers.includes(member.user)).map((member) => [member.user, member.host === true]);
    assert.deepEqual(new Map(lodging), this.#members, "who was added last is in, who was removed last is not");
    const { mutes } = await this.#client.insist("mutes", { room: this.#room });
    assert.deepEqual(new Map(mutes.map((mute) => [mute.user, mute.until])), this.#muted, "who was muted last may not write");
  }

  async #live() {
    // However slow the machine: without a deed there would be nothing to hold the server to.
    while (!this.#isStopped || this.deeds.length < deedsMin) {
      const what = this.#random.fraction();
      if (what < 0.25) await this.#rename();
      else if (what < 0.5) await this.#changeTopic();
      else if (what < 0.65) await this.#mute(this.#random.pick(this.#lodgers));
      else await this.#lodge(this.#random.pick(this.#lodgers));
      await after(this.#random.between(0, 80));
    }
  }

  async #rename() {
    const name = `Garden ${++this.#count}`;
    await this.#do("rename", { name });
    this.#name = name;
  }

  async #changeTopic() {
    const topic = this.#topic !== undefined && this.#random.fraction() < 0.2 ? undefined : `topic ${++this.#count}`;
    await this.#do("topic", { topic });
    this.#topic = topic;
  }

  async #lodge(user) {
    if (!this.#members.has(user)) {
      await this.#do("add", { user });
      this.#members.set(user, false);
    } else if (!this.#members.get(user) && this.#random.fraction() < 0.4) {
      await this.#do("host", { user, on: true });
      this.#members.set(user, true);
    } else if (!this.#members.get(user)) {
      await this.#do("kick", { user });
      this.#members.delete(user);
    }
  }

  /** A member or not; a host is not below. */
  async #mute(user) {
    if (this.#members.get(user)) return;
    if (this.#muted.has(user)) {
      await this.#do("unmute", { user });
      this.#muted.delete(user);
    } else {
      const until = this.#random.fraction() < 0.5 ? undefined : 4_102_444_800_000 + ++this.#count;
      await this.#do("mute", { user, until });
      this.#muted.set(user, until);
    }
  }

  /** Until it is answered; `tries` tells how often it was asked. */
  async #do(event, wish) {
    const payload = { room: this.#room, ...wish };
    if (event === "topic") payload.topic ??= "";
    for (let tries = 1; ; ++tries) {
      await this.#client.welcome();
      let answer;
      try {
        answer = await this.#client.ask(event, payload);
      } catch {
        continue; // the connection went; the next one is asked again
      }
      if (answer.ok) {
        this.deeds.push({ event, ...wish, seq: answer.seq, tries });
        return;
      }
      if (event === "kick" && tries > 1 && answer.error.code === "no_such_person") {
        // They were removed; what was lost is the answer.
        this.deeds.push({ event, ...wish, seq: this.#client.log(this.#room).cursor, tries });
        return;
      }
      assert.ok(answer.error.retry_after_ms !== undefined, `${event}: ${JSON.stringify(answer.error)}`);
      await after(answer.error.retry_after_ms + retryDelayMs);
    }
  }
}
