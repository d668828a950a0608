import { useCallback, useEffect, useRef, useState } from "react";
import { useLanguage } from "../locales/use_language.ts";
import { words } from "../locales/words.ts";
import { isAccount } from "../protocol/roles.ts";
import { later } from "../ui/later.tsx";
import { MentionContext } from "../ui/mentions.tsx";
import { isTouchOnly } from "../ui/touch.ts";
import { focusComposer } from "./composer.tsx";
import { type DialogName, Dialogs } from "./dialogs.tsx";
import { Mention } from "./mention.tsx";
import { RoomView } from "./room_view.tsx";
import { Sidebar } from "./sidebar.tsx";
import { useActiveRoom, useClient, useParlor } from "./use_session.ts";
import { useShortcuts } from "./use_shortcuts.ts";

const RoomDetails = later(() => import("./room_details.tsx").then((it) => it.RoomDetails));
const SearchPanel = later(() => import("./search_panel.tsx").then((it) => it.SearchPanel));

export function ChatScreen() {
  const { session } = useClient();
  useLanguage();
  const room = useActiveRoom();
  const isShowingMembers = useParlor((state) => state.memberList !== null);
  const notice = useParlor((state) => state.notice);
  const link = useParlor((state) => state.link);
  const role = useParlor((state) => state.me?.role);
  const isInvited = useParlor((state) => state.known && state.invitation !== null);
  const [dialog, setDialog] = useState<DialogName | null>(null);
  const [isSearching, setSearching] = useState(false);
  /** On a phone the sidebar lies over the room. */
  const [isRoomListOpen, setRoomListOpen] = useState(false);
  const sidebar = useRef<HTMLDivElement>(null);

  const closeRoomList = useCallback(() => setRoomListOpen(false), []);
  /** Where the focus was when the first of the dialogs opened. */
  const opener = useRef<Element | null>(null);
  const openDialog = useCallback((name: DialogName) => {
    opener.current ??= document.activeElement;
    setDialog(name);
  }, []);
  const closeDialog = useCallback(() => setDialog(null), []);
  // A guest who was invited is offered the account at once.
  useEffect(() => {
    if (link !== null && role === "guest") openDialog("register");
  }, [link, role, openDialog]);
  useEffect(() => {
    if (isInvited) openDialog("invitation");
  }, [isInvited, openDialog]);
  const openSearch = useCallback(() => {
    setRoomListOpen(false);
    // One panel at a time.
    session.rooms.hideMembers();
    setSearching(true);
    // Where it is open already.
    const field = document.querySelector<HTMLInputElement>("#search-field");
    field?.focus();
    field?.select();
  }, [session]);
  const closeSearch = useCallback(() => setSearching(false), []);
  useEffect(() => {
    if (isShowingMembers) setSearching(false);
  }, [isShowingMembers]);
  const backToWriting = useCallback(() => {
    setRoomListOpen(false);
    setSearching(false);
    // In a narrow window the panel lies over the room.
    if (matchMedia("(max-width: 960px)").matches) session.rooms.hideMembers();
    focusComposer();
  }, [session]);
  useShortcuts({
    isDialogOpen: dialog !== null,
    onOpenDialog: openDialog,
    onSearch: openSearch,
    onEscape: backToWriting,
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: whichever way another room was opened
  useEffect(() => setRoomListOpen(false), [room?.room]);

  useEffect(() => {
    if (isRoomListOpen)
      sidebar.current?.querySelector<HTMLElement>("[aria-current], a, button")?.focus();
  }, [isRoomListOpen]);

  useEffect(() => {
    const before = opener.current;
    if (dialog !== null || before === null) return;
    opener.current = null;
    // Another room's field may have taken the focus already.
    if (document.activeElement !== document.body) return;
    if (before instanceof HTMLElement && before !== document.body && before.isConnected) {
      before.focus();
    } else if (!isTouchOnly()) focusComposer();
  }, [dialog]);

  return (
    <div className={isRoomListOpen ? "chat is-room-list-open" : "chat"}>
      <div className="sidebar" ref={sidebar}>
        <Sidebar onOpenDialog={openDialog} onClose={closeRoomList} />
      </div>
      {isRoomListOpen && (
        <button
          type="button"
          className="shade"
          aria-label={words("rooms.close")}
          onClick={closeRoomList}
          tabIndex={-1}
        />
      )}
      <div className="content" inert={isRoomListOpen}>
        {notice !== null && (
          <div role="alert" className="server-notice">
            <span>{notice}</span>
            <button
              type="button"
              className="link-button"
              onClick={() => session.change((state) => ({ ...state, notice: null }))}
            >
              {words("dialog.close")}
            </button>
          </div>
        )}
        {link !== null && role !== undefined && isAccount(role) && (
          <div role="alert" className="server-notice">
            <span>{words(link.kind === "owner" ? "account.isHereOwner" : "account.isHere")}</span>
            <button type="button" className="link-button" onClick={() => session.openLink(null)}>
              {words("dialog.close")}
            </button>
          </div>
        )}
        <MentionContext.Provider value={Mention}>
          <RoomView
            isSearching={isSearching}
            onOpenRooms={() => setRoomListOpen(true)}
            onSearch={isSearching ? closeSearch : openSearch}
            onHelp={() => openDialog("keys")}
          />
        </MentionContext.Provider>
        {isShowingMembers && room !== undefined && (
          <RoomDetails room={room} onFailed={() => session.rooms.hideMembers()} />
        )}
        {isSearching && <SearchPanel room={room} onClose={closeSearch} onFailed={closeSearch} />}
      </div>
      <Dialogs name={dialog} onClose={closeDialog} onOpenDialog={openDialog} />
    </div>
  );
}
