import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import type { FakeSluice } from "../fake/server";
import { violations } from "./axe";
import { expect, test } from "./fixtures";
import { SCREENS, type Screen, type State } from "./screens";

const TARGET = fileURLToPath(new URL("../../../../target/screens/", import.meta.url));

/** SLUICE_SCREENS=letters,live takes these alone. */
const ONLY = process.env.SLUICE_SCREENS?.split(",");

const WIDE = { width: 1440, height: 900 };

const LOOKS = {
  light: { size: WIDE, colorScheme: "light", forcedColors: "none" },
  dark: { size: WIDE, colorScheme: "dark", forcedColors: "none" },
  forced: { size: WIDE, colorScheme: "dark", forcedColors: "active" },
  "360": { size: { width: 360, height: 780 }, colorScheme: "light", forcedColors: "none" },
  // A window of 1280 px at twice the size: to the page it is half as wide.
  "200-percent": { size: { width: 640, height: 400 }, colorScheme: "dark", forcedColors: "none" },
  "4k": { size: { width: 3840, height: 2160 }, colorScheme: "light", forcedColors: "none" },
} as const;

await mkdir(TARGET, { recursive: true });

for (const screen of SCREENS.filter(({ name }) => ONLY === undefined || ONLY.includes(name))) {
  for (const state of screen.states) {
    test(`${screen.name}, ${state}`, async ({ page, fake }) => {
      const faults: string[] = [];
      page.on("pageerror", (error) => faults.push(error.message));
      page.on("console", (line) => {
        if (line.type() === "error" && !/ERR_|404/.test(line.text())) {
          faults.push(line.text());
        }
      });
      const { sluice, url } = await fake(state === "lost" ? "well" : state);
      await page.emulateMedia({ reducedMotion: "reduce" });
      await page.setViewportSize(WIDE);
      await show(page, sluice, url, screen, state);
      for (const [look, { size, ...media }] of Object.entries(LOOKS)) {
        await page.emulateMedia(media);
        await page.setViewportSize(size);
        await settled(page);
        const fullPage = state !== "full" && (await page.locator("dialog[open]").count()) === 0;
        await page.screenshot({ path: `${TARGET}${screen.name}-${state}-${look}.png`, fullPage });
        expect.soft(await violations(page), `axe, ${look}`).toEqual([]);
        expect.soft(await sideways(page), `what is wider than the page, ${look}`).toEqual([]);
      }
      expect.soft(faults, "faults").toEqual([]);
      expect.soft(await page.evaluate(() => "harmed" in window), "markup was run").toBe(false);
    });
  }
}

async function show(page: Page, sluice: FakeSluice, url: string, screen: Screen, state: State): Promise<void> {
  await page.goto(`${url}/${screen.path}`);
  await expect(page.getByRole("heading").first()).toBeVisible();
  await expect(page.getByText(/^(Asking Sluice|Loading)…$/)).toHaveCount(0);
  await page.waitForLoadState("load");
  await settled(page);
  await screen.before?.(page);
  if (state === "lost") {
    sluice.cut();
    await expect(page.getByText("Connection lost")).toBeVisible();
  }
}

/** Charts are drawn again in the frames after their size has changed. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await Promise.all(document.getAnimations().map((each) => each.finished.catch(() => undefined)));
    for (let frame = 0; frame < 3; frame++) {
      await new Promise(requestAnimationFrame);
    }
  });
  await page.waitForTimeout(150);
}

/** What stands out at the right, unless it scrolls within something. */
async function sideways(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) {
      return [];
    }
    const wide = [...document.body.querySelectorAll("*")].filter(
      (each) => each.getBoundingClientRect().right > clientWidth + 1,
    );
    return wide.slice(0, 5).map((each) => `${each.tagName} ${each.getAttribute("class") ?? ""}`);
  });
}
