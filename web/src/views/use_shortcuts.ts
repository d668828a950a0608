import { useEffect } from "react";
import { listedRooms } from "../state/room_list.ts";
import type { DialogName } from "./dialogs.tsx";
import { useClient } from "./use_session.ts";

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.matches("input, textarea, select") || target.isContentEditable)
  );
}

export function useShortcuts({
  isDialogOpen,
  onOpenDialog,
  onSearch,
  onEscape,
}: {
  readonly isDialogOpen: boolean;
  readonly onOpenDialog: (name: DialogName) => void;
  readonly onSearch: () => void;
  readonly onEscape: () => void;
}): void {
  const { session, navigation } = useClient();
  useEffect(() => {
    const step = (by: number) => {
      const { rooms, active } = session.store.getState();
      const sorted = listedRooms({ rooms, active });
      if (sorted.length === 0) return;
      const at = sorted.findIndex((room) => room.room === active);
      const next = sorted[(at + by + sorted.length) % sorted.length];
      if (next !== undefined) navigation.go(next.room);
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        onOpenDialog("switcher");
        return;
      }
      // A dialog has its own keys.
      if (isDialogOpen) return;
      if ((event.ctrlKey || event.metaKey) && event.shiftKey && event.key.toLowerCase() === "f") {
        event.preventDefault();
        onSearch();
        return;
      }
      if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
        event.preventDefault();
        step(event.key === "ArrowUp" ? -1 : 1);
      } else if (event.key === "Escape") {
        onEscape();
      } else if (event.key === "?" && !isWriting(event.target)) {
        event.preventDefault();
        onOpenDialog("keys");
      }
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [session, navigation, isDialogOpen, onOpenDialog, onSearch, onEscape]);
}
