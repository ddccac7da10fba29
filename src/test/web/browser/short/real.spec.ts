import type { Page } from "@playwright/test";
import type { PipelineStatus } from "web/api/types";
import { violations } from "../axe";
import { expect, test } from "../fixtures";
import { RealSluice } from "../real";

const MARKUP = '<img src=x onerror="window.harmed=true">';

let sluice: RealSluice;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  sluice = await RealSluice.begin();
  await sluice.send("POST", "/topics/shop/records", [{ id: 1, kind: "book" }]);
  await sluice.send("POST", "/pipelines", {
    name: "shop",
    description: MARKUP,
    source: { topics: ["shop"], schema: "id BIGINT NOT NULL, kind STRING" },
    sinks: [{ type: "postgres", table: "shop" }],
  });
  // The first micro-batch warms everything up; what is timed below is how soon a page shows what comes later.
  await expect
    .poll(async () => ((await sluice.send("GET", "/pipelines/shop/status")) as PipelineStatus).counters?.consumed, {
      timeout: 90_000,
    })
    .toBe(1);
});

test.afterAll(() => sluice.end());

async function open(page: Page, path: string): Promise<void> {
  await page.goto(`${sluice.url}/${path}`);
  await expect(page.getByText("running").first()).toBeVisible({ timeout: 30_000 });
}

test("a bad record appears without a reload, is edited, tried and replayed", async ({ page }) => {
  await open(page, "pipelines/shop/letters");
  await expect(page.getByText("No dead letters")).toBeVisible();
  await sluice.send("POST", `/topics/shop/records?key=${encodeURIComponent(MARKUP)}`, [{ id: MARKUP, kind: MARKUP }]);
  // A micro-batch, the ledger's second, and the page's own.
  const letter = page.locator("[data-letter]");
  await expect(letter).toHaveCount(1, { timeout: 5_000 });
  await letter.click();
  const drawer = page.getByRole("dialog");
  await expect(drawer.locator("mark")).toHaveText(JSON.stringify(MARKUP));
  await expect(drawer.getByText(MARKUP, { exact: true })).toBeVisible();
  await drawer.getByRole("button", { name: "Edit" }).click();
  await drawer.getByLabel("New payload").fill('{"id": 2, "kind": "mended"}');
  await drawer.getByRole("button", { name: "Try" }).click();
  await expect(drawer.getByText("Would be stored, as one row")).toBeVisible();
  await drawer.getByRole("button", { name: "Replay with this payload" }).click();
  await expect(page.getByText("Replayed one dead letter: 1 stored.")).toBeVisible();
  await expect(letter).toHaveCount(0);
  const rows = (await sluice.send("GET", "/pipelines/shop/results/postgres?filter=kind:eq:mended")) as {
    items: unknown[];
  };
  expect(rows.items).toHaveLength(1);
  expect(await page.evaluate(() => "harmed" in window)).toBe(false);
});

test("a reload and the back button keep tab and filters", async ({ page }) => {
  await sluice.send("POST", "/topics/shop/records", [{ id: "a" }, { id: "b" }]);
  await open(page, "pipelines/shop/letters");
  await page.getByRole("button", { name: /^decode/ }).click();
  await expect(page).toHaveURL(/letters\?stage=decode$/);
  await page.reload();
  await expect(page.getByRole("button", { name: /^decode/ })).toHaveAttribute("aria-pressed", "true");
  await page.getByRole("link", { name: "Proof" }).click();
  await expect(page.getByRole("button", { name: "Reconcile", exact: true })).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/letters\?stage=decode$/);
  await expect(page.getByRole("button", { name: /^decode/ })).toHaveAttribute("aria-pressed", "true");
});

test("records are shown as they pass, and a proof is begun and told", async ({ page }) => {
  await open(page, "pipelines/shop/live");
  await expect(page.locator("[data-rate]")).toContainText(/passed|shown/);
  await sluice.send("POST", "/topics/shop/records", [{ id: 7, kind: "passing" }]);
  await expect(page.getByText("passing").first()).toBeVisible();
  await page.getByRole("link", { name: "Proof" }).click();
  await page.getByRole("button", { name: "Reconcile", exact: true }).click();
  await expect(page.getByText("Everything is where it should be")).toBeVisible({ timeout: 30_000 });
  expect(await violations(page)).toEqual([]);
});

test("two tabs agree, and an open page outlives a restart of the server", async ({ page, context }) => {
  const other = await context.newPage();
  await open(page, "");
  await open(other, "pipelines/shop");
  await other.getByRole("button", { name: "Stop", exact: true }).click();
  await other.getByRole("button", { name: "Stop it now?" }).click();
  await expect(page.getByText("stopped").first()).toBeVisible({ timeout: 5_000 });
  await expect(other.getByRole("button", { name: "Start", exact: true })).toBeVisible();
  await other.getByRole("button", { name: "Start", exact: true }).click();
  await expect(page.getByText("running").first()).toBeVisible({ timeout: 20_000 });

  await sluice.stop();
  await expect(page.getByText("Connection lost")).toBeVisible();
  await expect(page.getByRole("link", { name: "shop" })).toBeVisible();
  await sluice.start();
  await expect(page.getByText("Connection lost")).toBeHidden({ timeout: 60_000 });
  await expect(page.getByText("running").first()).toBeVisible({ timeout: 30_000 });
});
