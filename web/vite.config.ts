import { readFileSync } from "node:fs";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const themePath = new URL("./src/theme_first.js", import.meta.url);

/** The theme is set by a small blocking script, as a file of its own: the CSP forbids inline ones. */
function themeFirst(): Plugin {
  return {
    name: "theme-first",
    buildStart() {
      if (this.meta.watchMode) return;
      this.emitFile({ type: "asset", name: "theme.js", source: readFileSync(themePath, "utf8") });
    },
    transformIndexHtml: {
      order: "post",
      handler(_html, { bundle }) {
        const built = Object.values(bundle ?? {}).find(
          (file) => file.type === "asset" && file.names.includes("theme.js"),
        );
        const src = built ? `/${built.fileName}` : "/src/theme_first.js";
        return [{ tag: "script", attrs: { src }, injectTo: "head-prepend" }];
      },
    },
  };
}

export default defineConfig({
  plugins: [react(), themeFirst()],
  resolve: {
    // Radix' dialog locks page scrolling with a <style> element, which the CSP refuses; our page never scrolls.
    alias: {
      "react-remove-scroll": new URL("./src/ui/no_scroll_lock.tsx", import.meta.url).pathname,
    },
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
