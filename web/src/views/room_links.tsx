import { type FormEvent, useCallback, useEffect, useId, useState } from "react";
import { roomLinkAddress } from "../client/entry_link.ts";
import { linksInto, makeLink, takeBackLink } from "../client/room_links.ts";
import { laterWords as words } from "../locales/words.ts";
import type { InviteLink } from "../protocol/types.ts";
import type { RoomState } from "../state/model.ts";
import { shortTime } from "../ui/time.ts";
import { MadeLink } from "./made_link.tsx";
import { Retry } from "./retry.tsx";
import { roomProblem } from "./room_words.ts";
import { useClient, useParlor } from "./use_session.ts";

const lifetimes = [
  { days: 1, label: "invites.day" },
  { days: 7, label: "invites.week" },
  { days: 30, label: "invites.month" },
  { days: 365, label: "roomLinks.year" },
] as const;
/** As many as the server lets one link bring. */
const usesMax = 1_000_000;

/** How many people a link is wanted for: none written is any number. Null: that is no number of people. */
function usesFrom(typed: string): number | null {
  if (typed.trim() === "") return 0;
  const count = Number(typed);
  return Number.isInteger(count) && count >= 1 && count <= usesMax ? count : null;
}

function LinkForm({ room, onMade }: { readonly room: RoomState; readonly onMade: () => void }) {
  const { session } = useClient();
  const id = useId();
  const [days, setDays] = useState(7);
  const [uses, setUses] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<{ isOfUses: boolean; text: string } | null>(null);
  const [address, setAddress] = useState<string | null>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    const count = usesFrom(uses);
    if (count === null) {
      setProblem({ isOfUses: true, text: words("roomLinks.usesInvalid") });
      return;
    }
    setBusy(true);
    setProblem(null);
    const answer = await makeLink(session, room.room, { days, uses: count });
    setBusy(false);
    if (answer?.ok) setAddress(roomLinkAddress(location.origin, answer.token));
    else setProblem({ isOfUses: false, text: roomProblem(answer) });
    // Without an answer there may be a new one all the same.
    onMade();
  };
  return (
    <form className="account-form room-link-form" onSubmit={submit} noValidate>
      <p className="form-note">{words("roomLinks.lead")}</p>
      <div className="invite-wish">
        <div className="form-field">
          <label htmlFor={`${id}-lifetime`}>{words("invites.lifetime")}</label>
          <select
            id={`${id}-lifetime`}
            value={days}
            onChange={(event) => setDays(Number(event.target.value))}
          >
            {lifetimes.map((each) => (
              <option key={each.days} value={each.days}>
                {words(each.label)}
              </option>
            ))}
          </select>
        </div>
        <div className="form-field">
          <label htmlFor={`${id}-uses`}>{words("roomLinks.uses")}</label>
          <input
            id={`${id}-uses`}
            inputMode="numeric"
            value={uses}
            placeholder={words("roomLinks.any")}
            onChange={(event) => {
              setUses(event.target.value);
              setProblem(null);
            }}
            aria-invalid={problem?.isOfUses === true}
            aria-describedby={`${id}-problem`}
            autoComplete="off"
          />
        </div>
      </div>
      <div id={`${id}-problem`} role="alert" className="field-problem">
        {problem?.text}
      </div>
      <button type="submit" className="button" aria-busy={isBusy}>
        {words(isBusy ? "invites.making" : "invites.make")}
      </button>
      {address !== null && (
        <>
          <MadeLink key={address} address={address} />
          <p className="form-note">{words("roomLinks.once")}</p>
        </>
      )}
    </form>
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
      {!room.archived && <LinkForm room={room} onMade={() => void load()} />}
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
