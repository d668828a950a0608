// Accounts of the server in memory: the REST interface as the client needs it, and none of its safety.
import { randomBytes } from "node:crypto";
import { MockAdministration } from "./mock_administration.mjs";

const lifetimeMs = 7 * 86_400_000;
const id = (letter) => letter + randomBytes(6).toString("hex");

export function profileOf({ user, nickname, role = "guest", status, hue }) {
  return {
    user,
    nickname,
    role,
    ...(status === undefined ? {} : { status }),
    ...(hue === undefined ? {} : { hue }),
  };
}

const adminStatuses = { not_found: 404, no_such_person: 404, until_past: 400 };

class Refusal extends Error {
  constructor(status, code, more = {}) {
    super(code);
    this.status = status;
    this.body = { error: { code, message: code, ...more } };
  }
}

export class MockAccounts {
  registration = "open";
  guests = true;
  /** What the server was started with. */
  configured = { registration: "open", guests: true };
  administration;
  ownerKey = "owner-key";
  /** Answers of the next requests instead of the usual one: [status, code, more]. */
  refusals = [];
  invites = [];
  #data;
  #tell;
  #passwords = new Map();
  #sessions = new Map();

  /** tell  {ended(token, reason), changed(user), isHere(user id)}: for those who are connected */
  constructor(data, tell) {
    this.#data = data;
    this.#tell = tell;
    this.administration = new MockAdministration(this, tell.isHere);
  }

  people() {
    return [...this.#passwords.keys()];
  }

  tellChanged(user) {
    this.#tell.changed(user);
  }

  endAll(user, reason) {
    for (const [token, each] of [...this.#data.users]) if (each === user) this.#end(token, reason);
  }

  isAccount(nickname) {
    return [...this.#passwords.keys()].some((user) => user.nickname === nickname);
  }

  /** [status, body]; a body of undefined is none. */
  answer(request) {
    try {
      const refusal = this.refusals.shift();
      if (refusal !== undefined) throw new Refusal(...refusal);
      return this.#route(request);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return [error.status, error.body];
    }
  }

  #route({ method, path, token, body, agent }) {
    const me = this.#data.users.get(token);
    const [resource, which] = path.split("/");
    if (method === "POST" && path === "register") return this.#register(me, token, body, agent);
    if (method === "POST" && path === "login") return this.#login(body, agent);
    if (method === "POST" && path === "invites/check") return this.#check(body.code);
    if (me === undefined) throw new Refusal(401, "token_expired");
    if (method === "POST" && path === "logout") return this.#end(token, "signed_out");
    if (path === "me")
      return method === "PATCH" ? this.#change(me, body) : [200, { me: profileOf(me) }];
    if (resource === "invites") return this.#invites(method, which, me, body);
    if (resource === "admin") return this.#administer(method, path, me, body);
    if (!this.#passwords.has(me)) throw new Refusal(403, "not_an_account");
    if (path === "password") return this.#password(me, token, body);
    if (resource === "sessions") return this.#ofPerson(method, which, me, token);
    throw new Refusal(404, "not_found");
  }

  #administer(method, path, me, body) {
    const answer = this.administration.answer(method, path.slice("admin/".length), me, body);
    if (typeof answer === "string") throw new Refusal(adminStatuses[answer] ?? 403, answer);
    return answer;
  }

  #begin(user, agent, status) {
    const token = randomBytes(16).toString("hex");
    const now = Date.now();
    const session = id("s");
    this.#data.users.set(token, user);
    this.#sessions.set(token, { session, created: now, used: now, agent, address: "127.0.0.1" });
    return [status, { token, session, me: profileOf(user) }];
  }

  #end(token, reason) {
    this.#data.users.delete(token);
    this.#sessions.delete(token);
    this.#tell.ended(token, reason);
    return [204];
  }

  #register(guest, token, body, agent) {
    const { name, password, invite, owner_key: key } = body;
    if (guest !== undefined && this.#passwords.has(guest)) throw new Refusal(409, "has_account");
    if (!/^[\p{L}\p{N} _.-]{1,32}$/u.test(name)) throw new Refusal(400, "name_invalid");
    const isTaken = [...this.#data.users.values()].some(
      (each) => each !== guest && each.nickname === name,
    );
    if (isTaken) throw new Refusal(409, "name_taken", { suggestions: [`${name}2`, `${name}3`] });
    if ([...password].length < 8 || password === name) throw new Refusal(400, "password_invalid");
    if (key !== undefined && key !== this.ownerKey) throw new Refusal(403, "owner_key_invalid");
    if (key === undefined && this.registration === "closed")
      throw new Refusal(403, "registration_closed");
    if (key === undefined && this.registration === "invite") {
      if (invite === undefined) throw new Refusal(403, "invite_needed");
      this.#check(invite);
      this.#good(invite).uses += 1;
    }
    const user = guest ?? this.#data.user(name);
    for (const [each, owner] of this.#data.users)
      if (guest === undefined && owner === user) this.#data.users.delete(each);
    Object.assign(user, { nickname: name, role: key === undefined ? "member" : "owner" });
    this.#passwords.set(user, password);
    const answer = this.#begin(user, agent, 201);
    if (guest !== undefined) this.#end(token, "became_account");
    this.#tell.changed(user);
    return answer;
  }

  #login({ name, password }, agent) {
    const user = [...this.#passwords.keys()].find((each) => each.nickname === name);
    if (user === undefined || this.#passwords.get(user) !== password)
      throw new Refusal(401, "credentials_wrong");
    const suspended = this.administration.suspended(user);
    if (suspended !== undefined) throw new Refusal(403, "suspended", suspended);
    return this.#begin(user, agent, 200);
  }

  #change(me, { nickname, hue, status }) {
    if (nickname !== undefined && nickname !== me.nickname) {
      if (this.isAccount(nickname)) throw new Refusal(409, "name_taken");
      me.nickname = nickname;
    }
    if (hue !== undefined) me.hue = hue ?? undefined;
    if (status !== undefined) me.status = status === "" ? undefined : status;
    this.#tell.changed(me);
    return [200, { me: profileOf(me) }];
  }

  #password(me, token, { current, password }) {
    if (this.#passwords.get(me) !== current) throw new Refusal(403, "password_wrong");
    if ([...password].length < 8 || password === me.nickname)
      throw new Refusal(400, "password_invalid");
    this.#passwords.set(me, password);
    return this.#endOthers(me, token, "password_changed");
  }

  #endOthers(me, token, reason) {
    for (const [other, user] of [...this.#data.users])
      if (user === me && other !== token) this.#end(other, reason);
    return [204];
  }

  #ofPerson(method, which, me, token) {
    const mine = [...this.#sessions].filter(([each]) => this.#data.users.get(each) === me);
    if (method === "GET")
      return [
        200,
        { sessions: mine.map(([each, session]) => ({ ...session, current: each === token })) },
      ];
    if (which === undefined) return this.#endOthers(me, token, "revoked");
    const found = mine.find(([, { session }]) => session === which);
    if (found === undefined) throw new Refusal(404, "not_found");
    return this.#end(found[0], "revoked");
  }

  #good(code) {
    return this.invites.find((each) => each.code === code && each.uses < each.uses_max);
  }

  #check(code) {
    if (this.#good(code) === undefined) throw new Refusal(404, "invite_invalid");
    return [204];
  }

  #invites(method, which, me, body) {
    if (me.role !== "owner" && me.role !== "admin") throw new Refusal(403, "forbidden");
    if (method === "GET")
      return [200, { invites: this.invites.map(({ code: _, ...each }) => each) }];
    if (method === "DELETE") {
      this.invites = this.invites.filter(({ invite }) => invite !== which);
      this.administration.note(me, "invite_revoked", { detail: which });
      return [204];
    }
    const { lifetime_ms: lifetime = lifetimeMs, uses = 1 } = body;
    const created = Date.now();
    const invite = {
      invite: id("i"),
      creator: me.user,
      creator_name: me.nickname,
      created,
      expires: created + lifetime,
      uses: 0,
      uses_max: uses,
    };
    const code = randomBytes(16).toString("base64url");
    this.invites.push({ ...invite, code });
    this.administration.note(me, "invite_made", { detail: invite.invite });
    return [201, { invite, code }];
  }
}
