import { readFileSync } from "node:fs";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const themePath = new URL("./src/theme_first.js", import.meta.url);

/** The theme is set by a small blocking script, as a file of its own: the CSP forbids inline ones. */
function themeFirst(): Plugin[] {
  const tag = (src: string) => [
    { tag: "script", attrs: { src }, injectTo: "head-prepend" as const },
  ];
  return [
    {
      name: "theme-first-built",
      apply: "build",
      buildStart() {
        this.emitFile({ type: "asset", name: "theme.js", source: readFileSync(themePath, "utf8") });
      },
      transformIndexHtml: {
        order: "post",
        handler(_html, { bundle }) {
          const built = Object.values(bundle ?? {}).find(
            (file) => file.type === "asset" && file.names.includes("theme.js"),
          );
          if (built === undefined) throw new Error("theme.js was not built");
          return tag(`/${built.fileName}`);
        },
      },
    },
    {
      name: "theme-first-served",
      apply: "serve",
      transformIndexHtml: () => tag("/src/theme_first.js"),
    },
  ];
}

export default defineConfig({
  plugins: [react(), themeFirst()],
  resolve: {
    alias: [
      {
        // Radix' dialog locks page scrolling with a <style> element, which the CSP refuses; our page never scrolls.
        find: "react-remove-scroll",
        replacement: new URL("./src/ui/no_scroll_lock.tsx", import.meta.url).pathname,
      },
      {
        // Of engine.io-client: never asked for, and everybody would load it.
        find: /^\.\/webtransport\.js$/,
        replacement: new URL("./src/client/no_webtransport.ts", import.meta.url).pathname,
      },
    ],
  },
  build: {
    target: "es2023",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: {
    proxy: {
      "/socket.io": { target: "http://127.0.0.1:8080", ws: true },
      "/api": "http://127.0.0.1:8080",
    },
  },
  test: {
    environment: "node",
    include: ["src/**/*.test.{ts,tsx}", "tests/**/*.test.{ts,tsx,mjs}"],
  },
});
