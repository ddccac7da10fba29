// The page as the build makes it (src/build/web.xml), but by Node's esbuild, and made again whenever a file changes.
import type { IncomingMessage, ServerResponse } from "node:http";
import { basename, extname } from "node:path";
import { fileURLToPath } from "node:url";
import { context, type OutputFile } from "esbuild";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const TYPES: Record<string, string> = {
  ".js": "text/javascript;charset=UTF-8",
  ".css": "text/css;charset=UTF-8",
  ".svg": "image/svg+xml",
};

/** As io.sluice.dashboard.Page has it, so that what the browser refuses there it refuses here. */
const POLICY =
  "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; " +
  "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

const HTML = `<!doctype html>
<html lang="en" data-root="/">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Sluice</title>
<link rel="icon" type="image/svg+xml" href="/assets/icon.svg">
<link rel="stylesheet" href="/assets/main.css">
<script type="module" src="/assets/main.js"></script>
</head>
<body>
<div id="page"></div>
</body>
</html>
`;

/** @returns what answers every address: a file of the bundle, or the page */
export async function pageHandler(): Promise<(request: IncomingMessage, response: ServerResponse) => void> {
  let files = new Map<string, OutputFile>();
  const build = await context({
    entryPoints: [here("../../../main/web/main.tsx"), here("../../../main/web/icon.svg")],
    nodePaths: [here("../node_modules")],
    bundle: true,
    splitting: true,
    write: false,
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    jsxImportSource: "preact",
    loader: { ".svg": "copy" },
    outdir: "assets",
    entryNames: "[name]",
    chunkNames: "part-[hash]",
    sourcemap: "inline",
    logLevel: "warning",
    plugins: [
      {
        name: "newest",
        setup: (its) =>
          its.onEnd((result) => {
            files = new Map((result.outputFiles ?? []).map((file) => [basename(file.path), file]));
          }),
      },
    ],
  });
  await build.rebuild();
  await build.watch();
  return (request, response) => {
    const path = new URL(request.url ?? "/", "http://page").pathname;
    const file = path.startsWith("/assets/") ? files.get(basename(path)) : undefined;
    if (file !== undefined) {
      response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "text/plain", "cache-control": "no-store" });
      response.end(file.contents);
    } else {
      const isAsset = path.startsWith("/assets/");
      const headers = { "content-type": "text/html;charset=UTF-8", "content-security-policy": POLICY };
      response.writeHead(isAsset ? 404 : 200, headers);
      response.end(isAsset ? "" : HTML);
    }
  };
}
