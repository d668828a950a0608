import type { MouseEvent } from "react";
import { plain } from "../state/completion.ts";
import type { State } from "../state/model.ts";
import { hereSign, type MentionProps } from "../ui/mentions.tsx";
import { useClient, useParlor } from "./use_session.ts";

let named: { readonly rooms: State["rooms"]; readonly byName: ReadonlyMap<string, string> } | null =
  null;

/** The room of that name among those of this person. Many mentions ask for it at every change of the state. */
function roomNamed(rooms: State["rooms"], name: string): string | undefined {
  if (named?.rooms !== rooms) {
    const byName = new Map<string, string>();
    for (const room of rooms.values())
      if (room.name !== "") byName.set(plain(room.name), room.room);
    named = { rooms, byName };
  }
  return named.byName.get(plain(name));
}

function RoomMention({ name, raw }: MentionProps) {
  const { navigation } = useClient();
  const room = useParlor((state) => roomNamed(state.rooms, name));
  // A room that this person is not in may be none at all.
  if (room === undefined) return raw;
  const go = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    navigation.go(room);
  };
  return (
    <a className="mention" href={`/r/${encodeURIComponent(room)}`} onClick={go}>
      #{name}
    </a>
  );
}

/** Whoever reads @here may have been there. */
function PersonMention({ name, raw }: MentionProps) {
  const isNamed = useParlor((state) => plain(state.me?.nickname ?? "") === plain(name));
  const isMe = isNamed || raw === hereSign;
  return <span className={isMe ? "mention is-me" : "mention"}>@{name}</span>;
}

export function Mention(props: MentionProps) {
  return props.sign === "#" ? <RoomMention {...props} /> : <PersonMention {...props} />;
}
