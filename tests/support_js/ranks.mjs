/** People of every rank: accounts are given theirs in the store while the server is down, as no event gives one. */
import assert from "node:assert/strict";
import { executeSql } from "./database.mjs";
import { person } from "./listener.mjs";
import { Rest } from "./rest.mjs";

/** As chat::Role and the store number them. */
const roleNumbers = { guest: 1, member: 2, moderator: 3, admin: 4, owner: 5 };
/** The ranks that somebody has on the whole server, the weakest first. */
export const serverRanks = Object.keys(roleNumbers);

const password = "correct horse battery";

/**
 * One connected person of each of `names`, by name.
 *
 * names  {name: rank on the server}; a guest is one without an account
 */
export async function peopleOf(t, server, names) {
  const rest = new Rest(server.url);
  const tokens = new Map();
  for (const [name, rank] of Object.entries(names)) {
    if (rank === "guest") continue;
    const { status, body } = await rest.register(name, password);
    assert.equal(status, 201, JSON.stringify(body));
    tokens.set(name, body.token);
  }
  await server.end("SIGTERM");
  for (const rank of serverRanks) {
    const raised = Object.keys(names).filter((name) => names[name] === rank && rank !== "guest");
    if (raised.length === 0) continue;
    const list = raised.map((name) => `'${name}'`).join(",");
    await executeSql(server.data, `UPDATE users SET role = ${roleNumbers[rank]} WHERE nickname IN (${list})`);
  }
  await server.start();
  const people = {};
  for (const [name, rank] of Object.entries(names)) {
    const auth = tokens.has(name) ? { token: tokens.get(name) } : {};
    people[name] = await person(t, server.url, tokens.has(name) ? undefined : name, auth);
    people[name].id = people[name].welcome.me.user;
    assert.equal(people[name].welcome.me.role, rank, name);
  }
  return people;
}

/** The answer to `event`, which must be that it was done. */
export async function done(who, event, payload) {
  const answer = await who.ask(event, payload);
  assert.equal(answer.ok, true, `${event} ${JSON.stringify(payload)}: ${JSON.stringify(answer)}`);
  return answer;
}
