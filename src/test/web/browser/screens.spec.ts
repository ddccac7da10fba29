import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import type { FakeSluice } from "../fake/server";
import type { Scene } from "../fake/world";
import { violations } from "./axe";
import { expect, test } from "./fixtures";

const SCREENS = fileURLToPath(new URL("../../../../target/screens/", import.meta.url));
const WIDTHS = [360, 768, 1440];

/** SLUICE_SCREENS=letters,live takes these alone. */
const ONLY = process.env.SLUICE_SCREENS?.split(",");

interface Screen {
  readonly name: string;
  readonly path: string;
  readonly scenes: readonly Scene[];
  /** What is done before the picture is taken. */
  readonly before?: (page: Page, sluice: FakeSluice) => Promise<unknown>;
}

const lost = async (page: Page, sluice: FakeSluice) => {
  sluice.cut();
  await expect(page.getByText("Connection lost")).toBeVisible();
};

const TABS: readonly Scene[] = ["well", "troubled", "hostile"];

const ALL: readonly Screen[] = [
  { name: "home", path: "", scenes: ["well", "troubled", "hostile", "empty", "standby", "full"] },
  { name: "home-lost", path: "", scenes: ["well"], before: lost },
  { name: "overview", path: "pipelines/orders", scenes: TABS },
  { name: "live", path: "pipelines/orders/live", scenes: TABS, before: (page) => page.waitForTimeout(1_500) },
  { name: "letters", path: "pipelines/orders/letters", scenes: TABS },
  { name: "letters-none", path: "pipelines/clicks/letters", scenes: ["well"] },
  { name: "letters-lost", path: "pipelines/orders/letters", scenes: ["troubled"], before: lost },
  {
    name: "letters-filter",
    path: "pipelines/orders/letters?stage=decode&q=twelve",
    scenes: ["troubled"],
    before: (page) => page.getByRole("button", { name: "Replay all that match…" }).click(),
  },
  {
    name: "letter",
    path: "pipelines/orders/letters?stage=decode",
    scenes: TABS,
    before: async (page) => {
      await page.locator("[data-letter]").first().click();
      await page.getByRole("button", { name: "Try" }).click();
      await expect(page.getByLabel("What would become of it")).toBeVisible();
    },
  },
  { name: "results", path: "pipelines/orders/results", scenes: TABS },
  { name: "positions", path: "pipelines/orders/positions", scenes: TABS },
  { name: "definition", path: "pipelines/orders/definition", scenes: TABS },
  { name: "proof", path: "pipelines/orders/proof", scenes: TABS },
  { name: "new", path: "new", scenes: ["well", "empty"] },
  { name: "topics", path: "topics", scenes: ["well", "empty"] },
  { name: "platform", path: "platform", scenes: ["well", "troubled", "standby"] },
];

await mkdir(SCREENS, { recursive: true });

for (const screen of ALL.filter(({ name }) => ONLY === undefined || ONLY.includes(name))) {
  for (const scene of screen.scenes) {
    test(`${screen.name}, ${scene}`, async ({ browser, fake }) => {
      for (const colorScheme of ["light", "dark"] as const) {
        const { sluice, url } = await fake(scene);
        for (const width of WIDTHS) {
          sluice.restore();
          const page = await browser.newPage({
            colorScheme,
            viewport: { width, height: 900 },
            reducedMotion: "reduce",
          });
          const faults: string[] = [];
          page.on("pageerror", (error) => faults.push(error.message));
          page.on(
            "console",
            (line) => line.type() === "error" && !/ERR_|404/.test(line.text()) && faults.push(line.text()),
          );
          await page.goto(`${url}/${screen.path}`);
          await page.getByRole("main").waitFor();
          await page.waitForFunction(() => document.querySelector(".loading") === null);
          await page.waitForTimeout(250);
          await screen.before?.(page, sluice);
          await page.screenshot({ path: `${SCREENS}${screen.name}-${scene}-${colorScheme}-${width}.png` });
          expect.soft(faults, `faults at ${width}`).toEqual([]);
          expect.soft(await violations(page), `axe, ${colorScheme}, ${width}`).toEqual([]);
          expect
            .soft(await page.evaluate(() => document.documentElement.scrollWidth), "no sideways scrolling")
            .toBeLessThanOrEqual(width);
          expect.soft(await page.evaluate(() => "harmed" in window), "markup was run").toBe(false);
          await page.close();
        }
      }
    });
  }
}
