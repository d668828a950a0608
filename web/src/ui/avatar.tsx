import { hueOf, initialsOf } from "./hue.ts";

/** Says nothing the name beside it does not say. */
export function Avatar({
  name,
  size = "normal",
}: {
  readonly name: string;
  readonly size?: "normal" | "small";
}) {
  return (
    <span className={`avatar avatar-${size} hue-${hueOf(name)}`} aria-hidden="true">
      {initialsOf(name)}
    </span>
  );
}
