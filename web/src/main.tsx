import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "./ui/styles/index.css";
import {
  browserClock,
  browserDesk,
  keepPrefix,
  localKeep,
  tabKeep,
} from "./client/browser_ports.ts";
import { browserRest } from "./client/browser_rest.ts";
import { linkOfFragment, roomLinkOfFragment, takeLink, takeRoomLink } from "./client/entry_link.ts";
import { isIdentityKey } from "./client/identity.ts";
import { outboxNonce } from "./client/kept_outbox.ts";
import { Navigation } from "./client/navigation.ts";
import { keptPlace } from "./client/place.ts";
import { Session } from "./client/session.ts";
import { SocketWire } from "./client/socket_wire.ts";
import { directionOf, keptLanguage, languageKey, languageOf } from "./locales/language.ts";
import { onLanguage, speak, spokenLanguage } from "./locales/words.ts";
import { loadLexer } from "./ui/markdown.tsx";
import { App } from "./views/app.tsx";
import { followNotices } from "./views/notices.ts";
import { signTab } from "./views/tab_sign.ts";
import { ClientContext } from "./views/use_session.ts";

const session = new Session({
  wire: new SocketWire(location.origin),
  rest: browserRest,
  desk: browserDesk,
  clock: browserClock,
  keep: localKeep,
  tabKeep,
  random: Math.random,
  makeNonce: () =>
    crypto
      .getRandomValues(new Uint32Array(4))
      .reduce((all, part) => all + part.toString(36).padStart(7, "0"), ""),
});
// Before anything reads the address.
session.openLink(takeLink(tabKeep));
session.openInvitation(takeRoomLink(tabKeep));
const navigation = new Navigation(session, localKeep);
navigation.start();

const { active } = session.store.getState();
const place = active === null ? null : keptPlace(tabKeep, active);
if (active !== null && place !== null) session.loader.setPlace(active, place.seq);

session.start();
// Before the first messages are here.
void loadLexer().catch(() => {});

// A link may be opened in a tab that is here already.
window.addEventListener("hashchange", () => {
  if (linkOfFragment(location.hash) !== null) session.openLink(takeLink(tabKeep));
  if (roomLinkOfFragment(location.hash) !== null) session.openInvitation(takeRoomLink(tabKeep));
});
window.addEventListener("online", () => session.tryNow());
// What was in sight has been read, although the page goes before it was time to say so.
window.addEventListener("pagehide", () => session.marker.flush());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") session.tryNow();
});
onLanguage(() => {
  const language = spokenLanguage() ?? "en";
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
});
const speakChosen = () =>
  speak(languageOf(keptLanguage(localKeep), navigator.languages), navigator.languages);
window.addEventListener("storage", (event) => {
  // Chosen in another tab; where its words cannot be had, this one keeps its language.
  if (event.key === keepPrefix + languageKey) void speakChosen().catch(() => {});
  if (!event.key?.startsWith(keepPrefix)) return;
  const key = event.key.slice(keepPrefix.length);
  if (event.newValue !== null) {
    if (isIdentityKey(key)) session.identityElsewhere();
    return;
  }
  const nonce = outboxNonce(key);
  if (nonce !== null) session.sender.doneElsewhere(nonce);
  else if (isIdentityKey(key)) session.signedOutElsewhere();
});

// Some phones lay their keyboard over the page instead of making it smaller.
const { visualViewport } = window;
visualViewport?.addEventListener("resize", () => {
  document.documentElement.style.setProperty("--viewport-height", `${visualViewport.height}px`);
});

const root = document.getElementById("root");
if (root === null) throw new Error("the page has no #root");
// The words come beside the connection; page_first.js has asked for them already.
speakChosen().then(() => {
  signTab(session.store);
  followNotices(session, { clock: browserClock, keep: localKeep }, (room, seq) => {
    session.show(room, seq);
    navigation.go(room);
  });
  createRoot(root).render(
    <StrictMode>
      <ClientContext value={{ session, navigation, keep: localKeep, tabKeep }}>
        <App />
      </ClientContext>
    </StrictMode>,
  );
});
