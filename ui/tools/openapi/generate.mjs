// Writes TypeScript types from an OpenAPI document: `npm run generate -- openapi.json schema.ts`.
// Called by `cargo xtask generate`; the result is committed and checked, never edited by hand.
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";

const [source, target] = process.argv.slice(2);
if (!source || !target) {
  console.error("usage: npm run generate -- openapi.json schema.ts");
  process.exit(2);
}
/**
 * An inlined enum with a description arrives as `allOf: [the enum, {type: "object", description}]`, which no
 * string can satisfy. The second member says nothing, so it goes.
 */
function withoutEmptyMembers(_key, value) {
  if (!Array.isArray(value?.allOf) || !value.allOf.some((member) => member.enum)) return value;
  const [only, ...others] = value.allOf.filter((member) => member.enum || member.properties);
  return others.length === 0 ? only : value;
}
const document = JSON.parse(await readFile(source, "utf8"), withoutEmptyMembers);
const types = astToString(await openapiTS(document, { alphabetize: true }));
const head = "// Made by `cargo xtask generate` from ui/openapi.json. Do not edit.\n\n";
await writeFile(target, head + types);
