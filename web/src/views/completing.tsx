// What can be completed where the caret is, above the composer. Loaded when there is something for the first time.
import { Hash, SlashSquare, Users } from "lucide-react";
import {
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useId,
  useLayoutEffect,
  useState,
} from "react";
import { useLanguage } from "../locales/use_language.ts";
import { laterWords as words } from "../locales/words.ts";
import { commandNames } from "../state/commands.ts";
import { completed, matching, type Trigger, written } from "../state/completion.ts";
import { hereReach, othersHere } from "../state/here.ts";
import type { Me, RoomState } from "../state/model.ts";
import { hereSign } from "../ui/mentions.tsx";
import { type EmojiGroup, emojiGroups, emojiGroupsIn, findEmoji } from "./emoji_data.ts";
import { PersonAvatar } from "./person_avatar.tsx";
import { useNearby } from "./use_nearby.ts";
import { useParlor } from "./use_session.ts";

// Whoever writes @here has completed it, or could have.
export { HereNote } from "./here_note.tsx";

const optionsMax = 8;

interface Option {
  readonly key: string;
  /** What takes the place of what was typed. */
  readonly by: string;
  readonly sign: "person" | "here" | "room" | "emoji" | "command";
  readonly label: string;
  readonly more: string;
  readonly user?: string;
}

/** A key of the composer's field, before the composer sees it. Returns whether it was used. */
export type KeyTaker = (event: KeyboardEvent) => boolean;

export interface CompletingProps {
  readonly room: RoomState;
  readonly trigger: Trigger;
  readonly text: string;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly keys: RefObject<KeyTaker | null>;
  readonly onChoose: (text: string, caret: number) => void;
  readonly onClose: () => void;
}

function useEmojis(): readonly EmojiGroup[] {
  const language = useLanguage();
  const [groups, setGroups] = useState(emojiGroups);
  useEffect(() => {
    let isCurrent = true;
    emojiGroupsIn(language ?? "en").then(
      (all) => isCurrent && setGroups(all),
      () => {},
    );
    return () => {
      isCurrent = false;
    };
  }, [language]);
  return groups;
}

/** Everybody who is there, where somebody else is and this person may call them. */
function hereOption(room: RoomState, me: Me | null, query: string): readonly Option[] {
  const others = othersHere(room);
  const isOffered = me !== null && others > 0 && hereReach(room, me) === "everybody";
  if (!isOffered || !"here".startsWith(query)) return [];
  const more = words("here.everybody", { count: others });
  return [{ key: hereSign, by: hereSign, sign: "here", label: hereSign, more }];
}

function useOptions(room: RoomState, { kind, query }: Trigger): readonly Option[] {
  const rooms = useParlor((state) => (kind === "room" ? state.rooms : null));
  const nearby = useNearby(room, kind === "person");
  const me = useParlor((state) => state.me);
  const groups = useEmojis();
  switch (kind) {
    case "person": {
      const here = hereOption(room, me, query);
      const people = matching(nearby, ({ nickname }) => nickname, query)
        .slice(0, optionsMax - here.length)
        .map(
          ({ user, nickname }): Option => ({
            key: user,
            by: written("@", nickname),
            sign: "person",
            label: nickname,
            more: "",
            user,
          }),
        );
      return [...people, ...here];
    }
    case "room": {
      const named = [...(rooms?.values() ?? [])].filter(({ name }) => name !== "");
      const sorted = named.sort((a, b) => a.name.localeCompare(b.name));
      return matching(sorted, ({ name }) => name, query)
        .slice(0, optionsMax)
        .map(({ room: id, name }) => ({
          key: id,
          by: written("#", name),
          sign: "room",
          label: name,
          more: "",
        }));
    }
    case "emoji":
      return findEmoji(groups, query)
        .flatMap(({ emoji }) => emoji)
        .slice(0, optionsMax)
        .map(({ emoji, name }) => ({
          key: emoji,
          by: emoji,
          sign: "emoji",
          label: name,
          more: "",
        }));
    case "command":
      return commandNames
        .filter((name) => name.startsWith(query))
        .map((name) => ({
          key: name,
          by: `/${name}`,
          sign: "command",
          label: name === "help" || name === "leave" ? `/${name}` : words(`commands.form.${name}`),
          more: words(`commands.does.${name}`),
        }));
  }
}

function Sign({ option }: { readonly option: Option }) {
  switch (option.sign) {
    case "person":
      return <PersonAvatar user={option.user ?? ""} name={option.label} size="small" />;
    case "here":
      return <Users aria-hidden="true" />;
    case "room":
      return <Hash aria-hidden="true" />;
    case "emoji":
      return (
        <span className="completion-emoji" aria-hidden="true">
          {option.by}
        </span>
      );
    case "command":
      return <SlashSquare aria-hidden="true" />;
  }
}

export function Completing(props: CompletingProps) {
  const { room, trigger, text, field, keys, onChoose, onClose } = props;
  const options = useOptions(room, trigger);
  const [at, setAt] = useState(0);
  const list = useId();
  const selected = Math.min(at, options.length - 1);
  const isOpen = options.length > 0;
  const active = isOpen ? `${list}-${selected}` : null;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another query begins at its first option
  useEffect(() => setAt(0), [trigger.kind, trigger.query]);

  const choose = (option: Option | undefined) => {
    if (option === undefined) return;
    const next = completed(text, trigger, option.by);
    onChoose(next.text, next.caret);
  };
  /** Choosing it would add a blank and nothing else. */
  const isWritten = (option: Option | undefined) =>
    option !== undefined && text.slice(trigger.from, trigger.to) === option.by;

  const take: KeyTaker = (event) => {
    if (!isOpen || event.nativeEvent.isComposing) return false;
    const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (!isPlain) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setAt((selected + step + options.length) % options.length);
    else if (event.key === "Escape") onClose();
    else if (event.key === "Tab" || (event.key === "Enter" && !isWritten(options[selected])))
      choose(options[selected]);
    else return false;
    event.preventDefault();
    return true;
  };
  useLayoutEffect(() => {
    keys.current = take;
    return () => {
      keys.current = null;
    };
  });

  // The field keeps the focus; what it stands for is said of it as long as the list is there.
  useLayoutEffect(() => {
    const element = field.current;
    if (element === null || active === null) return;
    element.setAttribute("aria-autocomplete", "list");
    element.setAttribute("aria-controls", list);
    element.setAttribute("aria-activedescendant", active);
    return () => {
      for (const name of ["aria-autocomplete", "aria-controls", "aria-activedescendant"])
        element.removeAttribute(name);
    };
  }, [field, list, active]);

  if (!isOpen) return null;
  return (
    <div className="completions">
      <div id={list} role="listbox" aria-label={words(`completion.${trigger.kind}`)}>
        {options.map((option, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's
          // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the option
          <div
            key={option.key}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === selected}
            className="completion"
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => choose(option)}
            onPointerMove={() => setAt(index)}
          >
            <Sign option={option} />
            <bdi className="completion-name">{option.label}</bdi>
            {option.more !== "" && <span className="completion-more">{option.more}</span>}
          </div>
        ))}
      </div>
    </div>
  );
}
