/** Without a real keyboard, Enter is how one breaks a line, and a field with the focus covers half of the screen. */
export function isTouchOnly(): boolean {
  return matchMedia("(pointer: coarse) and (hover: none)").matches;
}

/** For what is pressed with the mouse in passing: the focus stays where one writes. */
export function keepFocus(event: { preventDefault(): void }): void {
  event.preventDefault();
}
