import { PinOff } from "lucide-react";
import { useRef, useState } from "react";
import { useStore } from "zustand";
import { type RoomPins, setPin } from "../client/pins.ts";
import { laterWords as words } from "../locales/words.ts";
import { mayInRoom } from "../protocol/permissions.ts";
import type { Pin } from "../protocol/types.ts";
import type { RoomState } from "../state/model.ts";
import { Dialog } from "../ui/dialog.tsx";
import { plainWords } from "../ui/plain_words.ts";
import { fullTime, shortTime } from "../ui/time.ts";
import { PersonAvatar } from "./person_avatar.tsx";
import { Retry } from "./retry.tsx";
import { roomProblem } from "./room_words.ts";
import { useClient, useParlor } from "./use_session.ts";

/** The rest is read where it stands. */
const shownCharactersMax = 400;

function PinRow({
  pin: { message, by, time },
  mayUnpin,
  onGo,
  onUnpin,
}: {
  readonly pin: Pin;
  readonly mayUnpin: boolean;
  readonly onGo: (seq: number) => void;
  readonly onUnpin: (seq: number) => void;
}) {
  return (
    <li className="pin">
      <button type="button" className="hit" onClick={() => onGo(message.seq)}>
        <PersonAvatar user={message.user} name={message.nickname} size="small" />
        <span className="hit-words">
          <span className="hit-line">
            <bdi className="hit-name">{message.nickname}</bdi>
            <time dateTime={new Date(message.time).toISOString()} title={fullTime(message.time)}>
              {shortTime(message.time)}
            </time>
          </span>
          <span className="hit-text pin-text" dir="auto">
            {plainWords(message.text, shownCharactersMax)}
          </span>
          <span className="hit-room">
            {words("pins.by", { name: by.nickname, time: shortTime(time) })}
          </span>
        </span>
      </button>
      {mayUnpin && (
        <button
          type="button"
          className="icon-button"
          aria-label={words("pins.unpinNamed", {
            name: message.nickname,
            time: shortTime(message.time),
          })}
          title={words("tools.unpin")}
          onClick={() => onUnpin(message.seq)}
        >
          <PinOff aria-hidden="true" />
        </button>
      )}
    </li>
  );
}

/** The room's pinned messages, as they are while one looks. */
export function PinsDialog({
  room,
  pins,
  onClose,
  onGo,
}: {
  readonly room: RoomState;
  readonly pins: RoomPins;
  readonly onClose: () => void;
  readonly onGo: (seq: number) => void;
}) {
  const { session } = useClient();
  const { pins: list, more, loading } = useStore(pins.store);
  const role = useParlor((state) => state.me?.role);
  const [problem, setProblem] = useState<string | null>(null);
  const body = useRef<HTMLDivElement>(null);
  const mayUnpin = role !== undefined && !room.archived && mayInRoom(role, room, "pin");
  const unpin = async (seq: number) => {
    setProblem(null);
    const answer = await setPin(session, room.room, seq, false);
    if (!answer?.ok) setProblem(words("details.failed", { reason: roomProblem(answer) }));
    // The button went with its row.
    else if (document.activeElement === document.body) body.current?.focus();
  };
  return (
    <Dialog title={words("pins.title")} size="wide" onClose={onClose}>
      <div ref={body} className="pins" tabIndex={-1}>
        {list === null && loading.state !== "failed" && (
          <p className="form-note">{words("pins.loading")}</p>
        )}
        {loading.state === "failed" && (
          <Retry text={words("pins.failed")} onRetry={() => void pins.load()} />
        )}
        {list?.length === 0 && <p className="form-note">{words("pins.none")}</p>}
        {list !== null && list.length > 0 && (
          <ul className="hits" aria-label={words("pins.title")}>
            {list.map((pin) => (
              <PinRow
                key={pin.message.seq}
                pin={pin}
                mayUnpin={mayUnpin}
                onGo={onGo}
                onUnpin={(seq) => void unpin(seq)}
              />
            ))}
          </ul>
        )}
        {more && <p className="form-note">{words("pins.more")}</p>}
      </div>
      <div role="alert" className="field-problem">
        {problem}
      </div>
    </Dialog>
  );
}
