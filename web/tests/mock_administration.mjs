// Administration of the server in memory: as rest.md has it, for working on the client alone.

const ranks = ["guest", "member", "moderator", "admin", "owner"];
const pageItems = 50;
const startedMs = Date.now();

export class MockAdministration {
  entries = [];
  #accounts;
  #isHere;
  #suspensions = new Map();
  #created = new Map();
  #changed = new Set();

  /** accounts  what it is about; isHere  (user id) => whether they are connected */
  constructor(accounts, isHere) {
    this.#accounts = accounts;
    this.#isHere = isHere;
  }

  /** Undefined, or what a suspended person is told beside the code. */
  suspended(user) {
    const found = this.#suspensions.get(user);
    if (found === undefined || (found.until ?? Number.POSITIVE_INFINITY) <= Date.now())
      return undefined;
    const { until, reason } = found;
    return {
      ...(until === undefined ? {} : { until }),
      ...(reason === undefined ? {} : { reason }),
    };
  }

  note(by, action, more = {}) {
    const number = this.entries.length + 1;
    this.entries.unshift({
      number,
      time: Date.now(),
      by: by.user,
      by_name: by.nickname,
      action,
      ...more,
    });
  }

  /** [status, body], or a code that says why not. path: below admin/ */
  answer(method, path, me, body) {
    const [resource, query = ""] = path.split("?");
    const [what, which, part] = resource.split("/");
    const asked = new URLSearchParams(query);
    const least = what === "audit" ? "moderator" : "admin";
    if (ranks.indexOf(me.role) < ranks.indexOf(least)) return "forbidden";
    if (what === "audit") return this.#audit(asked);
    if (what === "figures") return this.#figures();
    if (what === "settings") return this.#settings(method, me, body);
    if (what !== "people") return "not_found";
    if (which === undefined) return this.#people(asked);
    return this.#person(method, decodeURIComponent(which), part, me, body);
  }

  #personOf(user) {
    if (!this.#created.has(user)) this.#created.set(user, Date.now());
    const suspended =
      this.suspended(user) === undefined ? {} : { suspended: this.#suspensions.get(user) };
    const { user: id, nickname, role } = user;
    const created = this.#created.get(user);
    return { user: id, nickname, role, created, present: this.#isHere(id), ...suspended };
  }

  #people(asked) {
    const begins = (asked.get("query") ?? "").toLowerCase();
    const all = this.#accounts
      .people()
      .filter(({ nickname }) => nickname.toLowerCase().startsWith(begins))
      .sort((a, b) => a.nickname.localeCompare(b.nickname));
    const from = all.findIndex(({ user }) => user === asked.get("after")) + 1;
    const people = all.slice(from, from + pageItems).map((user) => this.#personOf(user));
    return [200, { people, more: from + pageItems < all.length }];
  }

  #person(method, which, part, me, body) {
    const user = this.#accounts.people().find((each) => each.user === which);
    if (user === undefined) return "no_such_person";
    if (user === me) return "is_oneself";
    const rank = ranks.indexOf(me.role);
    if (rank <= ranks.indexOf(user.role) || rank <= ranks.indexOf(body.role)) return "outranked";
    const about = { user: user.user, nickname: user.nickname };
    if (part === undefined) {
      this.note(me, "role_changed", { ...about, detail: `${user.role} ${body.role}` });
      user.role = body.role;
      this.#accounts.tellChanged(user);
    } else if (part === "sessions") {
      this.note(me, "sessions_ended", about);
      this.#accounts.endAll(user, "revoked");
      return [204];
    } else if (method === "PUT") {
      const { until, reason } = body;
      if (until !== undefined && until <= Date.now()) return "until_past";
      const wish = {
        ...(until === undefined ? {} : { until }),
        ...(reason === undefined ? {} : { reason }),
      };
      this.#suspensions.set(user, {
        by: me.user,
        by_name: me.nickname,
        time: Date.now(),
        ...wish,
      });
      const detail = reason === undefined ? {} : { detail: reason };
      const end = until === undefined ? {} : { until };
      this.note(me, "suspended", { ...about, ...detail, ...end });
      this.#accounts.endAll(user, "suspended");
    } else if (this.#suspensions.delete(user)) this.note(me, "reinstated", about);
    return [200, { person: this.#personOf(user) }];
  }

  #settings(method, me, body) {
    const accounts = this.#accounts;
    const { configured } = accounts;
    if (method === "PATCH") {
      for (const [name, value] of Object.entries(body)) {
        accounts[name] = value ?? configured[name];
        if (value === null) this.#changed.delete(name);
        else this.#changed.add(name);
        this.note(me, "setting_changed", { detail: `${name} ${value ?? "configured"}` });
      }
    }
    const told = (name) => ({
      value: accounts[name],
      configured: configured[name],
      changed: this.#changed.has(name),
    });
    return [200, { registration: told("registration"), guests: told("guests") }];
  }

  #figures() {
    const people = this.#accounts.people();
    return [
      200,
      {
        version: "0.1.0",
        started: startedMs,
        people_present: people.filter(({ user }) => this.#isHere(user)).length,
        connections: 3,
        accounts: people.length,
        rooms: 2,
        messages_since_start: 1234,
        messages_per_minute: 1_200,
        store_wait_ms: 12,
        store_bytes: 5_678_901,
      },
    ];
  }

  #audit(asked) {
    const before = Number(asked.get("before") ?? Number.POSITIVE_INFINITY);
    const older = this.entries.filter(({ number }) => number < before);
    return [200, { entries: older.slice(0, pageItems), more: older.length > pageItems }];
  }
}
