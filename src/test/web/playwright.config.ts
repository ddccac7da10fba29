import { fileURLToPath } from "node:url";
import { defineConfig } from "@playwright/test";
import type { WorkerFixtures } from "./browser/fixtures";

const target = (path: string) => fileURLToPath(new URL(`../../../target/web/${path}`, import.meta.url));

/**
 * - `short`: what CI runs, also on a machine that has little time;
 * - `all`: that and what takes minutes, with the promised times, which want a machine that does nothing else;
 * - `screens`: every screen in every state into target/screens;
 * - `pictures`: those of the README.
 */
export default defineConfig<object, WorkerFixtures>({
  testDir: "browser",
  outputDir: target("browser"),
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  forbidOnly: process.env.CI !== undefined,
  reporter: [["list"], ["junit", { outputFile: target("reports/TEST-browser.xml") }]],
  use: {
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--enable-precise-memory-info",
      ],
    },
    locale: "en-GB",
    timezoneId: "UTC",
    screenshot: "only-on-failure",
    actionTimeout: 30_000,
  },
  projects: [
    { name: "short", testMatch: /short\/.*\.spec\.ts/ },
    { name: "all", testMatch: /(short|long)\/.*\.spec\.ts/, timeout: 1_200_000, use: { soon: 2_000 } },
    { name: "screens", testMatch: /screens\.spec\.ts/ },
    { name: "pictures", testMatch: /pictures\.spec\.ts/ },
  ],
});
