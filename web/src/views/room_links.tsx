import { useCallback, useEffect, useState } from "react";
import { roomLinkAddress } from "../client/entry_link.ts";
import { linksInto, makeLink, takeBackLink } from "../client/room_links.ts";
import { laterWords as words } from "../locales/words.ts";
import type { InviteLink } from "../protocol/types.ts";
import type { RoomState } from "../state/model.ts";
import { shortTime } from "../ui/time.ts";
import { LinkForm, type LinkMade, type LinkWish } from "./link_form.tsx";
import { Retry } from "./retry.tsx";
import { roomProblem } from "./room_words.ts";
import { useClient, useParlor } from "./use_session.ts";

/** As many as the server lets one link bring, and as long as it lets it be good. */
const usesMax = 1_000_000;
const daysMax = 365;

function NewLink({ room, onMade }: { readonly room: RoomState; readonly onMade: () => void }) {
  const { session } = useClient();
  const make = async (wish: LinkWish): Promise<LinkMade> => {
    const answer = await makeLink(session, room.room, wish);
    // Without an answer there may be a new one all the same.
    onMade();
    return answer?.ok
      ? { address: roomLinkAddress(location.origin, answer.token) }
      : { problem: roomProblem(answer) };
  };
  const field = {
    label: words("roomLinks.uses"),
    first: "",
    none: words("roomLinks.any"),
    max: usesMax,
    invalid: words("roomLinks.usesInvalid"),
  };
  return (
    <LinkForm
      lead={<p className="form-note">{words("roomLinks.lead")}</p>}
      daysMax={daysMax}
      field={field}
      note={words("roomLinks.once")}
      make={make}
    />
  );
}

function LinkRow({
  link,
  onTakeBack,
}: {
  readonly link: InviteLink;
  readonly onTakeBack: () => void;
}) {
  const { uses: count, uses_max: max, by, expires } = link;
  const used =
    max === undefined ? words("roomLinks.used", { count }) : words("invites.used", { count, max });
  const facts = { name: by.nickname, time: shortTime(expires) };
  return (
    <li className="settings-row">
      <span className="settings-row-words">
        <span>{used}</span>
        <small>{words("invites.by", facts)}</small>
      </span>
      <button
        type="button"
        className="button button-small"
        aria-label={words("roomLinks.takeBackNamed", facts)}
        onClick={onTakeBack}
      >
        {words("invites.takeBack")}
      </button>
    </li>
  );
}

type Links =
  | { readonly state: "loading" }
  | { readonly state: "failed"; readonly why: string }
  | { readonly state: "loaded"; readonly links: readonly InviteLink[] };

/** Links that let people into the room: those that there are, and new ones. */
export function RoomLinks({ room }: { readonly room: RoomState }) {
  const { session } = useClient();
  const isOnline = useParlor((state) => state.connection.state === "online");
  const [list, setList] = useState<Links>({ state: "loading" });
  const [problem, setProblem] = useState<string | null>(null);
  const load = useCallback(async () => {
    const answer = await linksInto(session, room.room);
    if (answer?.ok) setList({ state: "loaded", links: answer.links });
    else {
      const why = roomProblem(answer);
      setList((before) => (before.state === "loaded" ? before : { state: "failed", why }));
    }
  }, [session, room.room]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the connection is back
  useEffect(() => void load(), [load, isOnline]);

  const takeBack = async (link: string) => {
    setProblem(null);
    const answer = await takeBackLink(session, room.room, link);
    if (!answer?.ok) setProblem(words("details.failed", { reason: roomProblem(answer) }));
    await load();
  };
  return (
    <>
      {!room.archived && <NewLink room={room} onMade={() => void load()} />}
      {list.state === "loading" && <p className="form-note">{words("roomLinks.loading")}</p>}
      {list.state === "failed" && (
        <Retry
          text={`${words("roomLinks.failed")} ${list.why}`}
          onRetry={() => {
            setList({ state: "loading" });
            void load();
          }}
        />
      )}
      {list.state === "loaded" && list.links.length === 0 && (
        <p className="form-note">{words("roomLinks.none")}</p>
      )}
      {list.state === "loaded" && (
        <ul className="settings-list" aria-label={words("roomLinks.title")}>
          {list.links.map((link) => (
            <LinkRow key={link.id} link={link} onTakeBack={() => void takeBack(link.id)} />
          ))}
        </ul>
      )}
      <div role="alert" className="field-problem">
        {problem}
      </div>
    </>
  );
}
