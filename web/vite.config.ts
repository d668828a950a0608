import { readFileSync } from "node:fs";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const pageFirstPath = new URL("./src/page_first.js", import.meta.url);
const firstWords = /\/src\/locales\/(\w+)\/first\.json$/;

/**
 * The theme and the language are set by a small blocking script, as a file of its own: the CSP forbids inline ones.
 * Its tag names the first words of each language, so that it can ask for those of one.
 */
function pageFirst(): Plugin[] {
  const tag = (src: string, words: Readonly<Record<string, string>> = {}) => [
    { tag: "script", attrs: { src, ...words }, injectTo: "head-prepend" as const },
  ];
  return [
    {
      name: "page-first-built",
      apply: "build",
      buildStart() {
        const source = readFileSync(pageFirstPath, "utf8");
        this.emitFile({ type: "asset", name: "page_first.js", source });
      },
      transformIndexHtml: {
        order: "post",
        handler(_html, { bundle }) {
          let src: string | null = null;
          const words: Record<string, string> = {};
          for (const file of Object.values(bundle ?? {})) {
            if (file.type === "asset") {
              if (file.names.includes("page_first.js")) src = `/${file.fileName}`;
              continue;
            }
            const language = firstWords.exec(file.facadeModuleId ?? "")?.[1];
            if (language !== undefined) words[`data-words-${language}`] = `/${file.fileName}`;
          }
          if (src === null) throw new Error("page_first.js was not built");
          if (Object.keys(words).length === 0) throw new Error("no language has words of its own");
          return tag(src, words);
        },
      },
    },
    {
      name: "page-first-served",
      apply: "serve",
      transformIndexHtml: () => tag("/src/page_first.js"),
    },
  ];
}

export default defineConfig({
  plugins: [react(), pageFirst()],
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
  // A catalogue is one object, never taken apart.
  json: { namedExports: false },
  build: {
    target: "es2023",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // What is loaded first is one file: it is smaller than its parts, whichever of them later views share.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: "first", tags: ["$initial"] }] } },
    },
  },
  server: {
    // The table of permissions lies beside the protocol, outside of web/.
    fs: { allow: [".."] },
    proxy: {
      "/socket.io": { target: "http://127.0.0.1:8080", ws: true },
      "/api": "http://127.0.0.1:8080",
    },
  },
  test: {
    environment: "node",
    setupFiles: ["tests/support/english.ts", "tests/support/patience.ts"],
    include: ["src/**/*.test.{ts,tsx}", "tests/**/*.test.{ts,tsx,mjs}"],
  },
});
