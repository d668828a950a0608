// Who is meant, and what each person wants of their rooms, as far as looking at the client needs it.
const mention =
  /(?<=^|[\s(])@(?:"([^"\n]{1,48})"|([\p{L}\p{N}_](?:[\p{L}\p{N}_.-]{0,46}[\p{L}\p{N}_])?))/gu;

export class Noticing {
  /** Of each person in each room: the messages that mean them, and what they said they want. */
  #meant = new Map();
  #wants = new Map();

  /** Whom a message means, by id; undefined: nobody. */
  posted(room, event, users) {
    const names = [...event.text.matchAll(mention)].map(([, quoted, bare]) => quoted ?? bare);
    const meant = [...users]
      .filter(({ user, nickname }) => user !== event.user && names.includes(nickname))
      .map(({ user }) => user)
      .filter((user) => room.members.has(user));
    for (const user of meant) this.#seqs(room, user).push(event.seq);
    return meant.length === 0 ? undefined : [...new Set(meant)];
  }

  count(room, user) {
    const read = room.reads.get(user) ?? 0;
    return this.#seqs(room, user).filter((seq) => seq > read).length;
  }

  prefer(room, user, { level, favourite }) {
    const before = this.#wants.get(`${room.id} ${user}`) ?? {};
    const after = { level: level ?? before.level, favourite: favourite ?? before.favourite };
    this.#wants.set(`${room.id} ${user}`, after);
  }

  /** What a room object says of all this. */
  told(room, user) {
    const { level = "usual", favourite = false } = this.#wants.get(`${room.id} ${user}`) ?? {};
    const mentions = this.count(room, user);
    return {
      ...(mentions > 0 ? { mentions } : {}),
      ...(level === "usual" ? {} : { level }),
      ...(favourite ? { favourite } : {}),
    };
  }

  #seqs(room, user) {
    const key = `${room.id} ${user}`;
    if (!this.#meant.has(key)) this.#meant.set(key, []);
    return this.#meant.get(key);
  }
}
