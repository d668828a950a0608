import { Slot } from "@radix-ui/react-slot";
import type { ReactNode } from "react";

/** Stands in for react-remove-scroll, which writes a <style> element: our page itself never scrolls. */
export function RemoveScroll({ children }: { readonly children?: ReactNode }) {
  return <Slot>{children}</Slot>;
}
