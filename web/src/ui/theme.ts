import type { Keep } from "../client/ports.ts";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

const themeKey = "theme";

export function keptTheme(keep: Keep): Theme {
  const kept = keep.get(themeKey);
  return themes.find((theme) => theme === kept) ?? "system";
}

export function setTheme(keep: Keep, theme: Theme): void {
  if (theme === "system") {
    keep.remove(themeKey);
    delete document.documentElement.dataset.theme;
  } else {
    keep.set(themeKey, theme);
    document.documentElement.dataset.theme = theme;
  }
}
