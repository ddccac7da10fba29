import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  plugins: [
    {
      // The page has no node_modules of its own: Maven brings its libraries. Here they come from ours.
      name: "libraries",
      enforce: "pre",
      resolveId(id, importer) {
        return /^[./\0]|^web\//.test(id) || importer === undefined || importer.includes("node_modules")
          ? null
          : this.resolve(id, here("./package.json"), { skipSelf: true });
      },
    },
  ],
  resolve: { alias: { web: here("../../main/web") }, dedupe: ["preact"] },
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  server: { fs: { allow: [here("../../..")] } },
  test: {
    include: ["unit/**/*.test.{ts,tsx}"],
    environment: "happy-dom",
    env: { TZ: "UTC" },
    reporters: ["default", ["junit", { outputFile: here("../../../target/web/TEST-unit.xml") }]],
  },
  cacheDir: here("../../../target/web/vite"),
});
