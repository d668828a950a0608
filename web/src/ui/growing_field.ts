import { type RefObject, useLayoutEffect } from "react";

const linesMax = 8;
/** In a low window the timeline needs room, too. */
const shareMax = 0.35;

/** The field is as high as its text, up to eight lines; then it scrolls. */
export function useGrowing(field: RefObject<HTMLTextAreaElement | null>, text: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const element = field.current;
    if (element === null) return;
    // Measured at its smallest, but the box keeps its size meanwhile, or the timeline above would be scrolled.
    const box = element.parentElement;
    if (box !== null) box.style.height = `${box.offsetHeight}px`;
    element.style.height = "auto";
    const style = getComputedStyle(element);
    const padding = Number.parseFloat(style.paddingTop) + Number.parseFloat(style.paddingBottom);
    const lines = Number.parseFloat(style.lineHeight) * linesMax + padding;
    const most = Math.min(lines, document.documentElement.clientHeight * shareMax);
    element.style.height = `${Math.min(element.scrollHeight, most)}px`;
    if (box !== null) box.style.height = "";
    element.style.overflowY = element.scrollHeight > most ? "auto" : "hidden";
  }, [field, text]);
}
