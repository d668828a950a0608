import type { CSSProperties } from "react";
import { hueOf, initialsOf } from "./hue.ts";

/**
 * Says nothing the name beside it does not say.
 *
 * hue  chosen by the person, in degrees; without it the colour follows from the name
 */
export function Avatar({
  name,
  hue,
  size = "normal",
}: {
  readonly name: string;
  readonly hue?: number | undefined;
  readonly size?: "normal" | "tiny" | "small" | "large";
}) {
  // Any degree may be chosen, so it cannot be a class; letters are legible on each of them.
  const chosen = hue === undefined ? undefined : ({ "--hue": hue } as CSSProperties);
  const from = hue === undefined ? ` hue-${hueOf(name)}` : "";
  return (
    <span className={`avatar avatar-${size}${from}`} style={chosen} aria-hidden="true">
      {initialsOf(name)}
    </span>
  );
}
