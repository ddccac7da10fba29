import { fileURLToPath } from "node:url";
import { defineConfig } from "@playwright/test";

const target = (path: string) => fileURLToPath(new URL(`../../../target/web/${path}`, import.meta.url));

/**
 * - `short`: what CI runs;
 * - `long`: what takes minutes;
 * - `screens`: every screen in every state into target/screens.
 */
export default defineConfig({
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
  },
  projects: [
    { name: "short", testMatch: /short\/.*\.spec\.ts/ },
    { name: "long", testMatch: /long\/.*\.spec\.ts/, timeout: 1_200_000 },
    { name: "screens", testMatch: /screens\.spec\.ts/, timeout: 600_000 },
  ],
});
