/** The store's own file, read (or spoiled) from outside by Python's sqlite3: Node 20 has no SQLite. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

const readLogs = `
import json, sqlite3, sys
db = sqlite3.connect(sys.argv[1])
ids = dict(db.execute("SELECT number, id FROM rooms"))
heads = {ids[number]: head for number, head in db.execute("SELECT number, head FROM rooms")}
logs = {room: [] for room in heads}
for place, kind, text, nonce in db.execute("SELECT place, kind, text, nonce FROM events ORDER BY place"):
    logs[ids[place >> 36]].append({"seq": place & (2**36 - 1), "kind": kind, "text": text, "nonce": nonce})
integrity = [row[0] for row in db.execute("PRAGMA integrity_check")]
json.dump({"heads": heads, "logs": logs, "integrity": integrity}, sys.stdout)
`;

const execute = `
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute(sys.argv[2])
db.commit()
`;

const file = (data) => join(data, "parlor.db");

/** data  the data directory of a Parlor that does not run */
export async function readStore(data) {
  const { stdout } = await run("python3", ["-c", readLogs, file(data)], { maxBuffer: 2 ** 30 });
  return JSON.parse(stdout);
}

export async function executeSql(data, sql) {
  await run("python3", ["-c", execute, file(data), sql]);
}
