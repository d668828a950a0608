import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { Navigation } from "../client/navigation.ts";
import type { Keep } from "../client/ports.ts";
import type { Session } from "../client/session.ts";
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
