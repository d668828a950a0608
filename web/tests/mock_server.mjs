// A server of the protocol in memory, for working on the client alone: `npm run mock`, then open the address.
// It keeps the rules the client relies on (order, nonces, cursors, read markers), and none of the promises.
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { Server } from "socket.io";
import { MockAccounts, profileOf } from "./mock_accounts.mjs";
import { MockData } from "./mock_data.mjs";
import { Noticing } from "./mock_noticing.mjs";
import { serveBuilt } from "./mock_site.mjs";

export { MockData };

const catchupEventsMax = 1_000;
const limits = {
  text_characters_max: 4000,
  room_name_characters_max: 48,
  history_events_max: 200,
  topic_characters_max: 250,
};

function fail(code, message = code, extra = {}) {
  return { ok: false, error: { code, message, ...extra } };
}

export class MockServer {
  data;
  /** Answers of the next messages instead of the usual one: an error code each. */
  refusals = [];
  /** Messages whose acknowledgement is lost after they were kept. */
  lostAcks = 0;
  noticing = new Noticing();
  #io;
  #http;
  #graceMs;
  #leaving = new Map();

  constructor(data = new MockData(), graceMs = 300) {
    this.data = data;
    this.accounts = new MockAccounts(data, {
      ended: (token, reason) => {
        for (const socket of this.#sockets()) {
          if (socket.handshake.auth.token !== token && socket.data.token !== token) continue;
          socket.emit("signed_out", { reason });
          socket.disconnect(true);
        }
      },
      changed: (user) => this.#io.emit("profile", profileOf(user)),
      isHere: (user) => this.#isHere(user),
    });
    this.#graceMs = graceMs;
  }

  async start(port = 0) {
    this.#http = createServer((request, response) => void this.#serve(request, response));
    this.#io = new Server(this.#http, {
      serveClient: false,
      pingInterval: 2_000,
      pingTimeout: 2_000,
    });
    this.#io.use((socket, next) => this.#admit(socket, next));
    this.#io.on("connection", (socket) => this.#connected(socket));
    await new Promise((resolve) => this.#http.listen(port, "127.0.0.1", resolve));
    return this.#http.address().port;
  }

  async stop() {
    await this.#io.close();
  }

  emitTo(room, event, payload) {
    this.#io.to(room).emit(event, payload);
  }

  /** Says something as somebody who need not be there. */
  say(room, user, text) {
    const event = this.data.say(room, user, text);
    this.#tellMessage(room, event);
    return event;
  }

  #tellMessage(room, { type: _, ...told }) {
    const mentions = this.noticing.posted(room, told, this.data.users.values());
    this.#io.to(room.id).emit("message", mentions === undefined ? told : { ...told, mentions });
  }

  moveAll(delayMs) {
    this.#io.emit("moving", { delay_ms: delayMs, spread_ms: 0 });
  }

  #sockets() {
    return [...this.#io.sockets.sockets.values()];
  }
  #present(room) {
    return [...room.members].filter((user) => this.#isHere(user)).length;
  }
  #isHere(user) {
    return this.#sockets().some((socket) => socket.data.user?.user === user);
  }

  #admit(socket, next) {
    const { token, nickname } = socket.handshake.auth;
    const refuse = (code, data = {}) =>
      next(Object.assign(new Error(code), { data: { code, ...data } }));
    const known = this.data.users.get(token);
    if (known) {
      socket.data.user = known;
      socket.data.token = token;
      return next();
    }
    if (typeof nickname !== "string") return refuse("token_expired");
    if (!this.accounts.guests) return refuse("account_needed");
    if (!/^[\p{L}\p{N} _.-]{1,32}$/u.test(nickname)) return refuse("nickname_invalid");
    const isTaken =
      this.accounts.isAccount(nickname) ||
      [...this.data.users.values()].some(
        (user) => user.nickname === nickname && this.#isHere(user.user),
      );
    if (isTaken) return refuse("nickname_taken", { suggestions: [`${nickname}2`, `${nickname}_`] });
    socket.data.user = this.data.user(nickname);
    socket.data.token = socket.data.user.token;
    next();
  }

  #roomFor(room, user) {
    const read = room.reads.get(user.user) ?? 0;
    const unread = room.events.filter(
      (event) => event.type === "message" && event.seq > read && event.user !== user.user,
    ).length;
    return {
      room: room.id,
      name: room.name,
      kind: "public",
      head: room.events.length,
      read,
      unread,
      present: this.#present(room),
      ...this.noticing.told(room, user.user),
    };
  }

  #connected(socket) {
    const { user } = socket.data;
    const { cursors = {} } = socket.handshake.auth;
    clearTimeout(this.#leaving.get(user.user));
    const wasHere = this.#leaving.delete(user.user);
    const isFirst =
      !wasHere && this.#sockets().filter((each) => each.data.user === user).length === 1;
    const lobby = this.data.rooms.get("lobby");
    if (!lobby.members.has(user.user)) this.#enter(user, lobby);
    const mine = [...this.data.rooms.values()].filter((room) => room.members.has(user.user));
    socket.emit("welcome", {
      me: { ...profileOf(user), token: socket.data.token },
      rooms: mine.map((room) => this.#roomFor(room, user)),
      server: { name: "Parlor", version: "0.1.0", time: Date.now(), limits },
    });
    for (const room of mine) {
      socket.join(room.id);
      const cursor = cursors[room.id];
      if (cursor === undefined) continue;
      const head = room.events.length;
      const reset = head - cursor > catchupEventsMax || cursor > head;
      const events = reset ? room.events.slice(-50) : room.events.slice(cursor);
      if (reset || events.length > 0)
        socket.emit("catchup", { room: room.id, events, head, reset });
    }
    if (isFirst) this.#tellPresence("member_joined", user, mine, socket);
    const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(this));
    for (const method of methods.filter((each) => each.startsWith("on_"))) {
      const event = method.slice("on_".length);
      socket.on(event, (payload, ack = () => {}) => this[method](socket, user, payload, ack));
    }
    socket.on("disconnect", () => {
      if (this.#isHere(user.user)) return;
      this.#leaving.set(
        user.user,
        setTimeout(() => {
          this.#leaving.delete(user.user);
          this.#tellPresence("member_left", user, mine, this.#io);
        }, this.#graceMs),
      );
    });
  }

  #tellPresence(event, user, rooms, from) {
    for (const room of rooms) {
      const told = {
        room: room.id,
        user: user.user,
        nickname: user.nickname,
        time: Date.now(),
        present: this.#present(room),
      };
      (from === this.#io ? this.#io.to(room.id) : from.to(room.id)).emit(event, told);
    }
  }

  #enter(user, room) {
    room.members.add(user.user);
    const event = this.data.append(room, {
      type: "member_joined",
      user: user.user,
      nickname: user.nickname,
    });
    room.reads.set(user.user, event.seq);
    const { type: _, ...told } = event;
    this.#io.to(room.id).emit("member_joined", { ...told, present: this.#present(room) });
  }

  on_message(_socket, user, payload, ack) {
    const {
      room: id = "lobby",
      text,
      nonce = randomBytes(8).toString("hex"),
      reply_to: answered,
    } = typeof payload === "string" ? { text: payload } : payload;
    const refusal = this.refusals.shift();
    if (refusal !== undefined) return ack(fail(refusal, refusal, { retry_after_ms: 200 }));
    const room = this.data.rooms.get(id);
    if (!room?.members.has(user.user)) return ack(fail("not_a_member"));
    if ([...text].length > limits.text_characters_max) return ack(fail("text_too_long"));
    const key = `${user.user} ${nonce}`;
    let event = room.nonces.get(key);
    if (event === undefined) {
      const quoted = answered === undefined ? undefined : this.#standing(room, answered);
      if (answered !== undefined && quoted === undefined) return ack(fail("no_such_message"));
      event = this.data.say(room, user, text, Date.now(), nonce);
      if (quoted !== undefined) {
        event.reply_to = answered;
        event.quote = {
          user: quoted.user,
          nickname: quoted.nickname,
          text: [...quoted.text].slice(0, 200).join(""),
        };
      }
      room.nonces.set(key, event);
      room.reads.set(user.user, Math.max(room.reads.get(user.user) ?? 0, event.seq));
      this.#tellMessage(room, event);
    }
    if (this.lostAcks > 0) {
      this.lostAcks -= 1;
      return undefined;
    }
    return ack({ ok: true, room: id, seq: event.seq, time: event.time });
  }

  /** The message `seq`, unless it is none or was deleted. */
  #standing(room, seq) {
    const event = room.events[seq - 1];
    return event?.type === "message" && !event.deleted ? event : undefined;
  }

  #change(room, user, message, type, what, ack) {
    const event = this.data.append(room, {
      type,
      target: message.seq,
      user: user.user,
      nickname: user.nickname,
      ...what,
    });
    message.version = event.seq;
    const { type: _, ...told } = event;
    this.#io.to(room.id).emit(type, told);
    return ack({ ok: true, room: room.id, seq: event.seq, time: event.time });
  }

  /** Does it for a message that stands, in a room of theirs; else says why not. */
  #changing(user, { room: id, target }, ack, act) {
    const refusal = this.refusals.shift();
    if (refusal !== undefined) return ack(fail(refusal, refusal, { retry_after_ms: 200 }));
    const room = this.data.rooms.get(id);
    if (!room?.members.has(user.user)) return ack(fail("not_a_member"));
    const message = this.#standing(room, target);
    return message === undefined ? ack(fail("no_such_message")) : act(room, message);
  }

  on_edit(_socket, user, payload, ack) {
    return this.#changing(user, payload, ack, (room, message) => {
      if (message.user !== user.user) return ack(fail("forbidden"));
      Object.assign(message, { text: payload.text, edited: Date.now() });
      return this.#change(room, user, message, "edited", { text: payload.text }, ack);
    });
  }

  on_delete(_socket, user, payload, ack) {
    return this.#changing(user, payload, ack, (room, message) => {
      const isAbove = ["moderator", "admin", "owner"].includes(user.role);
      if (message.user !== user.user && !isAbove) return ack(fail("forbidden"));
      Object.assign(message, { text: "", deleted: true });
      for (const gone of ["quote", "reply_to", "reactions", "edited"]) delete message[gone];
      for (const event of room.events) {
        if (event.type === "edited" && event.target === message.seq) event.text = "";
        if (event.reply_to === message.seq) event.quote.text = "";
      }
      return this.#change(room, user, message, "deleted", {}, ack);
    });
  }

  on_react(_socket, user, payload, ack) {
    const { emoji, on = true } = payload;
    return this.#changing(user, payload, ack, (room, message) => {
      const others = (message.reactions ?? []).filter((each) => each.emoji !== emoji);
      const by = (message.reactions ?? []).find((each) => each.emoji === emoji)?.by ?? [];
      const rest = by.filter((each) => each.user !== user.user);
      if (on) rest.push({ user: user.user, nickname: user.nickname });
      message.reactions = rest.length > 0 ? [...others, { emoji, by: rest }] : others;
      return this.#change(room, user, message, "reacted", { emoji, on }, ack);
    });
  }

  on_pins(_socket, _user, _payload, ack) {
    return ack({ ok: true, pins: [] });
  }

  on_history(_socket, user, { room: id, before, after, around, limit = 50 }, ack) {
    const room = this.data.rooms.get(id);
    if (!room?.members.has(user.user)) return ack(fail("not_a_member"));
    const { events } = room;
    if (after !== undefined) {
      const page = events.slice(after, after + limit);
      return ack({ ok: true, events: page, more: after + page.length < events.length });
    }
    if (around !== undefined) {
      const from = Math.max(0, around - 1 - Math.floor(limit / 2));
      const page = events.slice(from, from + limit);
      return ack({
        ok: true,
        events: page,
        more: from > 0,
        more_after: from + page.length < events.length,
      });
    }
    const end = before === undefined ? events.length : Math.max(0, before - 1);
    const from = Math.max(0, end - limit);
    return ack({ ok: true, events: events.slice(from, end), more: from > 0 });
  }

  on_typing(socket, user, { room }) {
    socket.to(room).emit("typing", { room, user: user.user, nickname: user.nickname });
  }

  on_read(_socket, user, { room: id, seq }, ack) {
    const room = this.data.rooms.get(id);
    if (!room) return ack(fail("not_found"));
    room.reads.set(user.user, Math.max(room.reads.get(user.user) ?? 0, seq));
    const { read, unread, mentions = 0 } = this.#roomFor(room, user);
    for (const socket of this.#sockets()) {
      if (socket !== _socket && socket.data.user === user)
        socket.emit("read", { room: id, seq: read, unread, mentions });
    }
    return ack({ ok: true, seq: read, unread, mentions });
  }

  on_prefer(own, user, { room: id, ...wish }, ack) {
    const room = this.data.rooms.get(id);
    if (!room) return ack(fail("not_found"));
    this.noticing.prefer(room, user.user, wish);
    for (const socket of this.#sockets()) {
      if (socket !== own && socket.data.user === user)
        socket.emit("room", { change: "preferred", room: this.#roomFor(room, user) });
    }
    return ack({ ok: true });
  }

  on_join(socket, user, { room: id }, ack) {
    const room = this.data.rooms.get(id);
    if (!room) return ack(fail("not_found"));
    if (!room.members.has(user.user)) this.#enter(user, room);
    socket.join(id);
    return ack({ ok: true, room: this.#roomFor(room, user) });
  }

  on_leave(socket, user, { room: id }, ack) {
    const room = this.data.rooms.get(id);
    if (!room?.members.delete(user.user)) return ack(fail("not_a_member"));
    socket.leave(id);
    const { type: _, ...told } = this.data.append(room, {
      type: "member_left",
      user: user.user,
      nickname: user.nickname,
    });
    this.#io.to(id).emit("member_left", { ...told, present: this.#present(room) });
    return ack({ ok: true });
  }

  on_create(socket, user, { name }, ack) {
    const id = name
      .toLowerCase()
      .replaceAll(/[^a-z0-9_-]+/g, "-")
      .slice(0, 32);
    if (!/[a-z0-9]/.test(id)) return ack(fail("name_invalid"));
    if (this.data.rooms.has(id)) return ack(fail("name_taken"));
    const room = this.data.room(id, name);
    this.#enter(user, room);
    socket.join(id);
    const made = this.#roomFor(room, user);
    this.#io.emit("room", { change: "created", room: { ...made, read: 0 } });
    return ack({ ok: true, room: made });
  }

  on_rooms(_socket, user, { query = "" }, ack) {
    const named = [...this.data.rooms.values()].filter((room) =>
      room.name.toLowerCase().includes(query.toLowerCase()),
    );
    const rooms = named.map((room) => ({
      room: room.id,
      name: room.name,
      kind: "public",
      present: this.#present(room),
      joined: room.members.has(user.user),
    }));
    ack({ ok: true, rooms: rooms.sort((a, b) => a.name.localeCompare(b.name)) });
  }

  on_members(_socket, _user, { room: id }, ack) {
    const room = this.data.rooms.get(id);
    if (!room) return ack(fail("not_found"));
    const members = this.#people()
      .filter(({ user }) => room.members.has(user) && this.#isHere(user))
      .sort((a, b) => a.nickname.localeCompare(b.nickname));
    return ack({ ok: true, members, present: members.length });
  }

  on_roster(_socket, user, { room: id, after, limit = 50 }, ack) {
    const room = this.data.rooms.get(id);
    if (!room?.members.has(user.user)) return ack(fail("not_a_member"));
    const all = this.#people().filter((each) => room.members.has(each.user));
    const from = all.findIndex((each) => each.user === after) + 1;
    const members = all
      .slice(from, from + limit)
      .map((each) => (this.#isHere(each.user) ? { ...each, here: true } : each));
    return ack({ ok: true, members, more: from + limit < all.length });
  }

  on_people(_socket, _user, { users }, ack) {
    return ack({ ok: true, people: this.#people().filter(({ user }) => users.includes(user)) });
  }
  #people() {
    return [...new Set(this.data.users.values())].map(profileOf);
  }

  async #rest(path, request, response) {
    const parts = [];
    for await (const part of request) parts.push(part);
    const text = Buffer.concat(parts).toString();
    const { authorization = "", "user-agent": agent = "" } = request.headers;
    const [status, body] = this.accounts.answer({
      method: request.method,
      path,
      token: authorization.replace("Bearer ", ""),
      body: text === "" ? {} : JSON.parse(text),
      agent,
    });
    response.writeHead(status, { "content-type": "application/json" });
    response.end(body === undefined ? "" : JSON.stringify(body));
  }

  async #serve(request, response) {
    const { pathname, search } = new URL(request.url, "http://localhost");
    if (pathname.startsWith("/socket.io/")) return;
    if (pathname === "/api/v1/server") {
      const present = new Set(this.#sockets().map((socket) => socket.data.user)).size;
      const { registration, guests } = this.accounts;
      response.setHeader("content-type", "application/json");
      response.end(
        JSON.stringify({ name: "Parlor", version: "0.1.0", present, registration, guests }),
      );
      return;
    }
    if (pathname.startsWith("/api/v1/")) {
      await this.#rest(pathname.slice("/api/v1/".length) + search, request, response);
      return;
    }
    await serveBuilt(pathname, response);
  }
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const port = await new MockServer().start(Number(process.env.PORT ?? 8080));
  console.log(`http://127.0.0.1:${port}/`);
}
