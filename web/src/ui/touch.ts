/** Without a real keyboard, Enter is how one breaks a line, and a field with the focus covers half of the screen. */
export function isTouchOnly(): boolean {
  return matchMedia("(pointer: coarse) and (hover: none)").matches;
}
