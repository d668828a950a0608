// What people do with the messages of the room in view, and the dialogs it takes.
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { words } from "../locales/words.ts";
import { mayInRoom } from "../protocol/permissions.ts";
import * as changes from "../state/changes.ts";
import type { Me, RoomState } from "../state/model.ts";
import type { MessageRow } from "../state/timeline.ts";
import { isTouchOnly } from "../ui/touch.ts";
import { focusComposer } from "./composer.tsx";
import { DeleteDialog, EmojiPicker, VersionsDialog } from "./message_dialogs.tsx";
import type { MessageActions, RowRights } from "./message_rows.tsx";
import { type Client, useClient } from "./use_session.ts";

type Asked =
  | { readonly what: "delete" | "versions"; readonly row: MessageRow }
  | { readonly what: "emoji"; readonly row: MessageRow; readonly at: DOMRect };

export interface MessageUse {
  readonly actions: MessageActions;
  readonly rights: RowRights;
  /** The key of the row under the pointer. */
  readonly pointed: string | null;
  /** The key of the row that has the focus, as far as it can be seen. */
  readonly focused: string | null;
  readonly dialogs: ReactNode;
}

export function useMessageActions(room: RoomState, me: Me): MessageUse {
  const client = useClient();
  const [pointed, setPointed] = useState<string | null>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  /** While a dialog is open the row it is about keeps its tools: the focus comes back to them. */
  const isAsking = useRef(false);
  isAsking.current = asked !== null;

  /** Where the focus was when a dialog opened. */
  const opener = useRef<Element | null>(null);
  useEffect(() => {
    const before = opener.current;
    if (asked !== null || before === null) return;
    opener.current = null;
    if (before instanceof HTMLElement && before !== document.body && before.isConnected) {
      before.focus();
    } else if (!isTouchOnly()) focusComposer();
  }, [asked]);

  const name = room.room;
  const actions = useMemo<MessageActions>(() => {
    const ask = (what: Asked) => {
      opener.current = document.activeElement;
      setAsked(what);
    };
    return {
      ...actsOn(client, name),
      askDelete: (row) => ask({ what: "delete", row }),
      askVersions: (row) => ask({ what: "versions", row }),
      askEmoji: (row, at) => ask({ what: "emoji", row, at }),
      // Where one touches, nothing else chooses.
      point: (key) => isAsking.current || isTouchOnly() || setPointed(key),
      focus: (key) => isAsking.current || setFocused(key),
      touch: (key) => setPointed((before) => (before === key ? null : key)),
      reply: (row) => {
        if (row.seq === null) return;
        const { seq, user, nickname } = row;
        setPointed(null);
        client.session.change((state) => changes.answering(state, name, { seq, user, nickname }));
        focusComposer();
      },
      edit: (row) => {
        if (row.seq === null) return;
        setPointed(null);
        setFocused(null);
        client.session.changer.startEdit(name, row.seq);
      },
    };
  }, [client, name]);
  const isModerator = mayInRoom(me.role, room, "delete_others");
  const mayReadVersions = mayInRoom(me.role, room, "read_versions");
  const isArchived = room.archived;
  const isMuted = room.muted !== null;
  const rights = useMemo<RowRights>(
    () => ({ room: name, user: me.user, isModerator, mayReadVersions, isArchived, isMuted }),
    [name, me.user, isModerator, mayReadVersions, isArchived, isMuted],
  );

  const close = () => setAsked(null);
  const remove = (row: MessageRow) => {
    if (row.seq !== null) client.session.changer.delete(name, row.seq);
    setPointed(null);
    setFocused(null);
    // What opened the dialog goes with the message.
    opener.current = document.body;
    close();
  };
  const dialogs = (
    <>
      {asked?.what === "delete" && (
        <DeleteDialog
          row={asked.row}
          onClose={close}
          onFailed={close}
          onDelete={() => remove(asked.row)}
        />
      )}
      {asked?.what === "versions" && (
        <VersionsDialog room={name} row={asked.row} onClose={close} onFailed={close} />
      )}
      {asked?.what === "emoji" && (
        <EmojiPicker
          at={asked.at}
          onClose={close}
          onFailed={close}
          onPick={(emoji) => {
            actions.react(asked.row, emoji, true);
            close();
          }}
        />
      )}
    </>
  );
  return { actions, rights, pointed, focused, dialogs };
}

type Act = "retry" | "discard" | "retryChange" | "discardChange" | "react";

function actsOn(
  { session }: Client,
  room: string,
): Pick<MessageActions, Act | "saveEdit" | "stopEdit" | "show"> {
  const { sender, changer } = session;
  const backToWriting = () => {
    if (!isTouchOnly()) focusComposer();
  };
  return {
    retry: (nonce) => sender.retry(nonce),
    discard: (nonce) => sender.discard(nonce),
    retryChange: (id) => changer.retry(id),
    discardChange: (id) => changer.discard(id),
    react: (row, emoji, on) => {
      if (row.seq !== null) changer.react(room, row.seq, emoji, on);
    },
    saveEdit: (row, text) => {
      if (row.seq === null) return;
      if (text === row.text) changer.stopEdit(room, row.seq);
      else changer.edit(room, row.seq, text);
      backToWriting();
    },
    stopEdit: (row) => {
      if (row.seq !== null) changer.stopEdit(room, row.seq);
      backToWriting();
    },
    show: (seq) => {
      const state = session.store.getState();
      if (session.isOnline() || changes.isLoaded(state, room, seq)) session.show(room, seq);
      else session.change((before) => ({ ...before, notice: words("timeline.away") }));
    },
  };
}
