import { createContext, useContext, useSyncExternalStore } from "react";
import { useStore } from "zustand";
import type { Navigation } from "../client/navigation.ts";
import type { Keep } from "../client/ports.ts";
import type { Session } from "../client/session.ts";
import type { Language } from "../locales/language.ts";
import { onLanguage, spokenLanguage } from "../locales/words.ts";
import type { RoomState, State } from "../state/model.ts";

export interface Client {
  readonly session: Session;
  readonly navigation: Navigation;
  readonly keep: Keep;
  readonly tabKeep: Keep;
}

export const ClientContext = createContext<Client | null>(null);

export function useClient(): Client {
  const client = useContext(ClientContext);
  if (client === null) throw new Error("no ClientContext around this view");
  return client;
}

export function useParlor<T>(select: (state: State) => T): T {
  return useStore(useClient().session.store, select);
}

export function useActiveRoom(): RoomState | undefined {
  return useParlor((state) => (state.active === null ? undefined : state.rooms.get(state.active)));
}

/** As a key it makes a view anew when the page begins to speak another language; null where none is spoken yet. */
export function useLanguage(): Language | null {
  return useSyncExternalStore(onLanguage, spokenLanguage);
}
