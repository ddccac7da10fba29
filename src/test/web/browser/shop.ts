import { expect, type Page } from "@playwright/test";
import type { PipelineStatus } from "web/api/types";
import type { RealSluice } from "./real";

/** Would run if a page took it as markup. */
export const MARKUP = '<img src=x onerror="window.harmed=true">';

/** Makes the pipeline `shop` if it is not there, and waits until it has carried its first record. */
export async function openShop(sluice: RealSluice): Promise<void> {
  const { total } = (await sluice.send("GET", "/pipelines?size=1")) as { total: number };
  if (total === 0) {
    await sluice.send("POST", "/topics/shop/records", [{ id: 1, kind: "book" }]);
    await sluice.send("POST", "/pipelines", {
      name: "shop",
      description: MARKUP,
      source: { topics: ["shop"], schema: "id BIGINT NOT NULL, kind STRING" },
      sinks: [{ type: "postgres", table: "shop" }],
    });
  }
  // The first micro-batch warms everything up; what is timed is how soon a page shows what comes later.
  await expect.poll(() => consumedBy(sluice), { timeout: 120_000 }).toBeGreaterThan(0);
}

async function consumedBy(sluice: RealSluice): Promise<number> {
  const status = (await sluice.send("GET", "/pipelines/shop/status")) as PipelineStatus;
  return status.counters?.consumed ?? 0;
}

/** A page on which `shop` is shown as running. */
export async function open(page: Page, sluice: RealSluice, path: string): Promise<void> {
  await page.goto(`${sluice.url}/${path}`);
  await expect(page.getByText("running").first()).toBeVisible({ timeout: 60_000 });
}
