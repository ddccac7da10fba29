// Makes src/main/web/api/types.ts from the OpenAPI document; with --check only says whether it is what it would make.
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString, type OpenAPI3 } from "openapi-typescript";

const DOCUMENT = process.env.SLUICE_OPENAPI ?? new URL("../../../../target/openapi.json", import.meta.url);
const TYPES = new URL("../../../main/web/api/types.ts", import.meta.url);

const HEADER = `// Made from the OpenAPI document: do not edit. MainJobIT writes the document to target/openapi.json, and
// \`npm run types\` in src/test/web makes this of it; .ci/run fails where it would be another one. It has the shapes alone;
// what they mean is in the document, which Swagger UI shows.

`;

/** What is of the texts alone, so that a better sentence is no other type. */
const WORDS = new Set(["description", "summary", "example", "examples", "externalDocs", "title"]);

/** Those properties are names that somebody chose, and none of OpenAPI's words. */
const NAMED = new Set(["properties", "schemas", "patternProperties"]);

function shapes(node: unknown, named = false): unknown {
  if (Array.isArray(node)) {
    return node.map((each) => shapes(each));
  }
  if (node === null || typeof node !== "object") {
    return node;
  }
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key]) => named || !WORDS.has(key))
      .map(([key, value]) => [key, shapes(value, !named && NAMED.has(key))]),
  );
}

/** Those that fail have one schema, which a caller reads by their status: it need not be said of each operation. */
function withoutProblems(document: OpenAPI3): OpenAPI3 {
  for (const path of Object.values(document.paths ?? {})) {
    for (const operation of Object.values(path)) {
      const responses: Record<string, unknown> = operation.responses ?? {};
      for (const status of Object.keys(responses)) {
        if (!status.startsWith("2")) {
          delete responses[status];
        }
      }
    }
  }
  return document;
}

async function made(): Promise<string> {
  const document = /^https?:/.test(String(DOCUMENT))
    ? await (await fetch(String(DOCUMENT))).text()
    : await readFile(DOCUMENT, "utf8");
  const ast = await openapiTS(withoutProblems(shapes(JSON.parse(document)) as OpenAPI3), {
    alphabetize: true,
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
    silent: true,
  });
  return HEADER + astToString(ast);
}

const types = await made();
if (!process.argv.includes("--check")) {
  await writeFile(TYPES, types);
} else if (types !== (await readFile(TYPES, "utf8"))) {
  console.error("src/main/web/api/types.ts is not what the OpenAPI document says: run npm run types in src/test/web");
  process.exit(1);
}
