import { X } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { searchOf } from "../client/search.ts";
import { laterWords as words } from "../locales/words.ts";
import type { RoomState } from "../state/model.ts";
import type { Scope } from "../state/search.ts";
import { focusComposer } from "./composer.tsx";
import { DayForm } from "./day_form.tsx";
import { SearchResults } from "./search_results.tsx";
import { useClient } from "./use_session.ts";

const scopes: readonly Scope[] = ["room", "all"];

/** Moves between the field and the hits below it. */
function step(panel: HTMLElement, by: 1 | -1): boolean {
  const stops = [...panel.querySelectorAll<HTMLElement>("#search-field, .hit")];
  const at = stops.indexOf(document.activeElement as HTMLElement);
  if (at < 0) return false;
  stops[at + by]?.focus();
  return true;
}

export function SearchPanel({
  room,
  onClose,
}: {
  readonly room: RoomState | undefined;
  readonly onClose: () => void;
}) {
  const { session, navigation } = useClient();
  const [search] = useState(() => searchOf(session));
  const query = useStore(search.store, (state) => state.query);
  const scope = useStore(search.store, (state) => state.scope);
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  useEffect(() => search.inRoom(room?.room ?? null), [search, room?.room]);

  const close = () => {
    onClose();
    focusComposer();
  };
  const jump = (to: string, seq: number) => {
    session.show(to, seq);
    navigation.go(to);
    // In a narrow window the panel lies over the message.
    if (matchMedia("(max-width: 960px)").matches) onClose();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.nativeEvent.isComposing || event.altKey) return;
    if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (step(event.currentTarget, event.key === "ArrowDown" ? 1 : -1)) event.preventDefault();
    }
  };

  return (
    <aside className="members search" aria-labelledby="search-title" onKeyDown={onKeyDown}>
      <header className="members-head">
        <h2 id="search-title">{words("search.title")}</h2>
        <button
          type="button"
          className="icon-button"
          aria-label={words("search.close")}
          onClick={close}
        >
          <X aria-hidden="true" />
        </button>
      </header>
      <div className="search-form">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            search.now();
          }}
        >
          <input
            ref={field}
            id="search-field"
            type="search"
            value={query}
            onChange={(event) => search.type(event.target.value)}
            placeholder={words("search.placeholder")}
            aria-label={words("search.field")}
            aria-describedby="search-help"
            autoComplete="off"
            enterKeyHint="search"
          />
          <fieldset className="search-scope">
            <legend className="sr-only">{words("search.where")}</legend>
            {scopes.map((each) => (
              <label key={each}>
                <input
                  type="radio"
                  name="search-scope"
                  checked={scope === each}
                  onChange={() => search.choose(each)}
                />
                {words(`search.scope.${each}`)}
              </label>
            ))}
          </fieldset>
        </form>
        <p id="search-help" className="search-help">
          {words("search.help")}
        </p>
        {room !== undefined && (
          <DayForm search={search} room={room.room} onFound={(seq) => jump(room.room, seq)} />
        )}
      </div>
      <SearchResults search={search} onChoose={jump} />
    </aside>
  );
}
