/** Folders that vanish with the test that made them. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** t  the test; the folder is removed after it */
export async function temporaryDirectory(t) {
  const path = await mkdtemp(join(tmpdir(), "parlor-test-"));
  t.after(() => rm(path, { recursive: true, force: true }));
  return path;
}
