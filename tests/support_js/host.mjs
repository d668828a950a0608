/**
 * The host of a room: renames it, changes its topic, pins messages, adds, removes and mutes people who are away, makes them
 * hosts, and makes links into it and takes them back, asking each thing until it is answered, over as many crashes as that takes.
 * It keeps what was acknowledged, so that a test can hold the server to it.
 */
import assert from "node:assert/strict";
import { after } from "./until.mjs";

const retryDelayMs = 50;
const deedsMin = 8;
/** Of those that are acknowledged; answers that were lost may have made some more. */
const linksMax = 8;

const pinsMax = 20;

const loggedTypes = { rename: "renamed", topic: "topic", pin: "pinned", unpin: "pinned", add: "member_joined", kick: "member_left", host: "host", mute: "muted", unmute: "muted" };
/** What their events say beside what was asked for. */
const loggedOn = { pin: true, unpin: false, mute: true, unmute: false };
/** What of the room's log stands in its audit. */
const auditDeeds = { renamed: "renamed", topic: "topic_changed", member_joined: "added", member_left: "removed" };
const auditDeed = (type, on) => ({ host: on ? "host_made" : "host_removed", pinned: on ? "pinned" : "unpinned", muted: on ? "muted" : "unmuted" })[type] ?? auditDeeds[type];

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
  /** Ids of links that were acknowledged and not taken back, and of those that were. */
  #links = [];
  #revoked = [];
  /** The pinned messages, the last pinned last. Only the host's own, which nobody else deletes. */
  #pins = [];
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
        found.target === payload.target && found.on === (loggedOn[event] ?? payload.on) && found.until === payload.until &&
        (payload.user ? found.user === payload.user && found.by?.user === user : found.user === user);
      // Asked again after a crash it may have been answered with the newest event, as there was nothing left to do.
      const candidates = tries === 1 ? [events[seq - 1]] : events.slice(0, seq);
      assert.ok(candidates.some(isIt), `${event} ${JSON.stringify(payload)} was done at ${seq}${tries === 1 ? "" : " or before"}`);
    }
    const { rooms } = await reader.insist("rooms", {});
    const { name, topic } = rooms.find((each) => each.room === this.#room);
    assert.deepEqual({ name, topic }, { name: this.#name, topic: this.#topic }, "the room is called and about what was said last");
    const { pins } = await reader.insist("pins", { room: this.#room });
    assert.deepEqual(pins.map(({ message }) => message.seq), this.#pins.toReversed(), "pins are those that were pinned last");
    const { members, more } = await reader.insist("roster", { room: this.#room, limit: 200 });
    assert.equal(more, false);
    const lodging = members.filter((member) => this.#lodgers.includes(member.user)).map((member) => [member.user, member.host === true]);
    assert.deepEqual(new Map(lodging), this.#members, "who was added last is in, who was removed last is not");
    const { mutes } = await this.#client.insist("mutes", { room: this.#room });
    assert.deepEqual(new Map(mutes.map((mute) => [mute.user, mute.until])), this.#muted, "who was muted last may not write");
    await this.#checkLinks();
    await this.#checkAudit(events);
  }

  async #checkLinks() {
    const { links } = await this.#client.insist("invite_links", { room: this.#room });
    const there = new Set(links.map(({ id }) => id));
    assert.deepEqual(this.#links.filter((id) => !there.has(id)), [], "links that were made are there");
    assert.deepEqual(this.#revoked.filter((id) => there.has(id)), [], "links that were taken back are not");
  }

  /** The audit says of the room exactly what its log says, in the same order, and tells of each link. */
  async #checkAudit(events) {
    const entries = [];
    for (let more = true; more; ) {
      const before = entries.at(-1)?.number;
      const page = await this.#client.insist("room_audit", { room: this.#room, limit: 200, ...(before && { before }) });
      entries.push(...page.entries);
      more = page.more;
    }
    entries.reverse();
    assert.deepEqual(entries.map(({ number }) => number), entries.map((_, index) => index + 1), "no gap in the audit");
    const isOfLink = ({ deed }) => deed.startsWith("link_");
    const logged = events
      .filter(({ type, by }) => ["renamed", "topic", "host", "pinned"].includes(type) || by !== undefined)
      .map(({ type, time, on, name, topic, target }) => [auditDeed(type, on), time, name ?? topic ?? target?.toString()]);
    assert.deepEqual(entries.filter((entry) => !isOfLink(entry)).map(({ deed, time, detail }) => [deed, time, detail]), logged, "the audit and the log agree");
    const told = (deed) => new Set(entries.filter((entry) => entry.deed === deed).map(({ detail }) => detail));
    const [made, revoked] = [told("link_made"), told("link_revoked")];
    for (const id of [...this.#links, ...this.#revoked]) assert.ok(made.has(id), `the making of ${id} is noted`);
    for (const id of this.#revoked) assert.ok(revoked.has(id), `the end of ${id} is noted`);
  }

  async #live() {
    // However slow the machine: without a deed there would be nothing to hold the server to.
    while (!this.#isStopped || this.deeds.length < deedsMin) {
      const what = this.#random.fraction();
      if (what < 0.2) await this.#rename();
      else if (what < 0.4) await this.#changeTopic();
      else if (what < 0.55) await this.#pin();
      else if (what < 0.65) await this.#link();
      else if (what < 0.75) await this.#mute(this.#random.pick(this.#lodgers));
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

  async #link() {
    if (this.#links.length < linksMax) {
      this.#links.push((await this.#demand("invite_link", {})).link.id);
    } else {
      const [id] = this.#links;
      await this.#demand("revoke_invite_link", { id });
      this.#revoked.push(this.#links.shift());
    }
  }

  /** Until it is done; a retry after a lost answer may do it twice. */
  async #demand(event, wish) {
    for (;;) {
      const answer = await this.#client.insist(event, { room: this.#room, ...wish });
      if (answer.ok) return answer;
      assert.ok(answer.error.retry_after_ms !== undefined, `${event}: ${JSON.stringify(answer.error)}`);
      await after(answer.error.retry_after_ms + retryDelayMs);
    }
  }

  async #pin() {
    const own = this.#client.acknowledged.filter(({ room }) => room === this.#room).map(({ seq }) => seq);
    const loose = own.filter((seq) => !this.#pins.includes(seq));
    if (this.#pins.length === pinsMax || (this.#pins.length > 0 && this.#random.fraction() < 0.3)) {
      const target = this.#random.pick(this.#pins);
      await this.#do("unpin", { target });
      this.#pins.splice(this.#pins.indexOf(target), 1);
    } else if (loose.length > 0) {
      const target = this.#random.pick(loose);
      await this.#do("pin", { target });
      this.#pins.push(target);
    }
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
