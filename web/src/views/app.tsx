import { ChatScreen } from "./chat_screen.tsx";
import { JoinScreen } from "./join_screen.tsx";
import { MembershipNotices } from "./membership_notices.tsx";
import { useParlor } from "./use_session.ts";

export function App() {
  const isInside = useParlor(
    (state) => state.connection.state !== "signed_out" && (state.known || state.entry === "kept"),
  );
  if (!isInside) return <JoinScreen />;
  return (
    <>
      <ChatScreen />
      <MembershipNotices />
    </>
  );
}
