import { useEffect } from "react";
import { Avatar } from "../ui/avatar.tsx";
import { useClient, useParlor } from "./use_session.ts";

/** Somebody's picture, as they chose it: who is not known yet is asked for. */
export function PersonAvatar({
  user,
  name,
  size = "normal",
}: {
  readonly user: string;
  readonly name: string;
  readonly size?: "normal" | "small";
}) {
  const { session } = useClient();
  const hue = useParlor((state) => state.people.get(user)?.hue);
  useEffect(() => session.people.want(user), [session, user]);
  return <Avatar name={name} hue={hue} size={size} />;
}
