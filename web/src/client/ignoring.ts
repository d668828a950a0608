// Of whom this person wants to see nothing, said here: it is so once the server has kept it.
import { parseIgnoreAck } from "../protocol/parse.ts";
import type { Failure, IgnoreAck } from "../protocol/types.ts";
import { ignoredTold } from "../state/ignoring.ts";
import type { Session } from "./session.ts";

export async function setIgnored(
  session: Session,
  user: string,
  on: boolean,
): Promise<IgnoreAck | Failure | null> {
  const answer = await session.ask("ignore", { user, on }, parseIgnoreAck);
  if (answer?.ok) session.change((state) => ignoredTold(state, answer.people));
  return answer;
}
