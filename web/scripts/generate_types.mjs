// Writes src/protocol/types.ts from docs/protocol/events.schema.json. `--check` only compares.
import { readFile, writeFile } from "node:fs/promises";
import { compile } from "json-schema-to-typescript";

const schemaUrl = new URL("../../docs/protocol/events.schema.json", import.meta.url);
const typesUrl = new URL("../src/protocol/types.ts", import.meta.url);

const banner = `// GENERATED from docs/protocol/events.schema.json by scripts/generate_types.mjs: do not edit.
// \`npm run types\` writes it again; a test fails when it is out of date.`;

export async function generateTypes() {
  const schema = JSON.parse(await readFile(schemaUrl, "utf8"));
  const text = JSON.stringify(schema.$defs).replaceAll("#/$defs/", "#/definitions/");
  const definitions = JSON.parse(text);
  // "At most one of" says nothing a TypeScript type could hold here.
  delete definitions.HistoryIn.not;
  const names = Object.keys(definitions);
  const wrapper = {
    title: "Everything",
    type: "object",
    additionalProperties: false,
    definitions,
    properties: Object.fromEntries(names.map((name) => [name, { $ref: `#/definitions/${name}` }])),
  };
  const generated = await compile(wrapper, "Everything", {
    additionalProperties: false,
    bannerComment: banner,
    unknownAny: true,
    ignoreMinAndMaxItems: true,
  });
  return generated.replace(/export interface Everything \{[\s\S]*?\n\}\n/, "");
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const generated = await generateTypes();
  if (process.argv.includes("--check")) {
    if ((await readFile(typesUrl, "utf8")) !== generated) {
      console.error("src/protocol/types.ts is out of date: run `npm run types`");
      process.exit(1);
    }
  } else {
    await writeFile(typesUrl, generated);
  }
}
