import { laterWords as words } from "../locales/words.ts";
import { useClient } from "./use_session.ts";

/**
 * Goes to a room that everybody may join, and joins it on the way. Null when it is in view, else why it is not.
 *
 * onOpened  in the same turn as the room is: a dialog that closed later would take the focus from its field
 */
export function useOpenRoom(
  onOpened: () => void,
): (room: string, isJoined: boolean) => Promise<string | null> {
  const { session, navigation } = useClient();
  return async (room, isJoined) => {
    if (!isJoined) {
      const answer = await session.rooms.join(room);
      if (!answer?.ok) {
        const isBanned = answer?.error.code === "banned";
        return words(isBanned ? "directory.banned" : "directory.joinFailed");
      }
    }
    navigation.go(room);
    onOpened();
    return null;
  };
}
