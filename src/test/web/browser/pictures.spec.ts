import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";

const DOCS = fileURLToPath(new URL("../../../../docs/pictures/", import.meta.url));

/** Bytes that a picture may have. */
const MOST = 150_000;

test.use({ viewport: { width: 1280, height: 800 }, colorScheme: "light" });

test("home, an overview and a dead letter, as the README shows them", async ({ page, fake }) => {
  const { url, sluice } = await fake("troubled");
  // Without Postgres all would be grey.
  sluice.world.away = "mongo";
  await page.goto(url);
  // A minute of events draws the lines of the last minute.
  await page.waitForTimeout(62_000);
  await save(page, "home");
  await page.goto(`${url}/pipelines/orders/letters?stage=decode`);
  await page.locator("tr", { hasText: "is not a DECIMAL" }).first().locator("[data-letter]").click();
  await page.getByRole("button", { name: "Try" }).click();
  await expect(page.getByLabel("What would become of it")).toBeVisible();
  await save(page, "dead-letter");
  await page.goto(`${url}/pipelines/shipments?span=1h`);
  await expect(page.getByRole("heading", { name: /records consumed/ })).toBeVisible();
  await page.waitForTimeout(1_500);
  await save(page, "overview");
});

async function save(page: Page, name: string): Promise<void> {
  const browser = await page.context().newCDPSession(page);
  const { data } = await browser.send("Page.captureScreenshot", { format: "webp", quality: 85 });
  const bytes = Buffer.from(data, "base64");
  expect(bytes.length, name).toBeLessThan(MOST);
  await writeFile(`${DOCS}${name}.webp`, bytes);
}
