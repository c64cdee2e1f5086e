// Writes TypeScript types from an OpenAPI document: `npm run generate -- openapi.json schema.ts`.
// Called by `cargo xtask generate`; the result is committed and checked, never edited by hand.
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";

const [source, target] = process.argv.slice(2);
if (!source || !target) {
  console.error("usage: npm run generate -- openapi.json schema.ts");
  process.exit(2);
}
// Examples, lines for curl and words about refusals are for readers of the document; as comments of the types
// they would be ten times the types.
function lean(key, value) {
  if (key === "examples" && "securitySchemes" in this) return undefined;
  if ((key === "example" || key === "examples") && "schema" in this) return undefined;
  if (key === "description" && "x-error-codes" in this) return value.split("\n")[0];
  if (key === "description" && "operationId" in this) return value.split("\n\n```sh")[0];
  return value;
}
const document = JSON.parse(await readFile(source, "utf8"), lean);
const types = astToString(await openapiTS(document, { alphabetize: true, emptyObjectsUnknown: true, defaultNonNullable: false }));
const head = "// Made by `cargo xtask generate` from ui/openapi.json. Do not edit.\n\n";
await writeFile(target, head + types);
