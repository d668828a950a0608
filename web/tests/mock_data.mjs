// What the server in memory keeps.
import { randomBytes } from "node:crypto";

/** Everything a server keeps: given to the next one, it is as if the same had been started again. */
export class MockData {
  rooms = new Map();
  users = new Map();
  constructor() {
    this.room("lobby", "lobby");
  }
  room(id, name) {
    if (!this.rooms.has(id)) {
      this.rooms.set(id, {
        id,
        name,
        events: [],
        ordinal: 0,
        members: new Set(),
        nonces: new Map(),
        reads: new Map(),
      });
    }
    return this.rooms.get(id);
  }
  user(nickname) {
    const user = {
      user: `u${randomBytes(6).toString("hex")}`,
      nickname,
      token: randomBytes(16).toString("hex"),
    };
    this.users.set(user.token, user);
    return user;
  }
  append(room, event) {
    const full = { room: room.id, seq: room.events.length + 1, time: Date.now(), ...event };
    if (event.type === "message") full.ordinal = ++room.ordinal;
    room.events.push(full);
    return full;
  }
  say(room, user, text, time = Date.now(), nonce = randomBytes(8).toString("hex")) {
    return this.append(room, {
      type: "message",
      user: user.user,
      nickname: user.nickname,
      text,
      nonce,
      time,
    });
  }
}
