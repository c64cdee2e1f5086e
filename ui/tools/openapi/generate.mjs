// Writes TypeScript types from an OpenAPI document: `npm run generate -- openapi.json schema.ts`.
// Called by `cargo xtask generate`; the result is committed and checked, never edited by hand.
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";

const [source, target] = process.argv.slice(2);
if (!source || !target) {
  console.error("usage: npm run generate -- openapi.json schema.ts");
  process.exit(2);
}
const document = JSON.parse(await readFile(source, "utf8"));
const types = astToString(await openapiTS(document, { alphabetize: true, emptyObjectsUnknown: true, defaultNonNullable: false }));
const head = "// Made by `cargo xtask generate` from ui/openapi.json. Do not edit.\n\n";
await writeFile(target, head + types);
