import { violations } from "../axe";
import { expect, test } from "../fixtures";
import { MARKUP, open, openShop } from "../shop";

test.beforeEach(async ({ sluice }) => {
  test.setTimeout(240_000);
  await openShop(sluice);
});

test("markup in a name, a key, a payload and a reason stays text", async ({ page, sluice, soon }) => {
  await open(page, sluice, "pipelines/shop/letters");
  await expect(page.getByText(MARKUP, { exact: true })).toBeVisible();
  await sluice.send("POST", `/topics/shop/records?key=${encodeURIComponent(MARKUP)}`, [{ id: MARKUP, kind: MARKUP }]);
  const letter = page.getByRole("row").filter({ hasText: "<img src=x" });
  await expect(letter).toHaveCount(1, { timeout: soon });
  await letter.locator("[data-letter]").click();
  const drawer = page.getByRole("dialog");
  await expect(drawer.locator("mark")).toHaveText(JSON.stringify(MARKUP));
  await expect(drawer.getByText(MARKUP, { exact: true })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  expect(await page.evaluate(() => "harmed" in window)).toBe(false);
});

test("a reload and the back button keep tab and filters", async ({ page, sluice }) => {
  await sluice.send("POST", "/topics/shop/records", [{ id: "a" }, { id: "b" }]);
  await open(page, sluice, "pipelines/shop/letters");
  await page.getByRole("button", { name: /^decode/ }).click();
  await expect(page).toHaveURL(/letters\?stage=decode$/);
  await page.reload();
  await expect(page.getByRole("button", { name: /^decode/ })).toHaveAttribute("aria-pressed", "true");
  await page.getByRole("link", { name: "Results" }).click();
  await page.getByLabel("Column", { exact: true }).selectOption("kind");
  await page.getByLabel("Value", { exact: true }).fill("book");
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  const filter = page.getByRole("button", { name: "kind is book ✕" });
  await expect(filter).toBeVisible();
  await page.reload();
  await expect(filter).toBeVisible();
  await page.getByRole("link", { name: "Overview" }).click();
  await page.getByRole("button", { name: "6 hours" }).click();
  await page.goBack();
  await expect(filter).toBeVisible();
  await page.goBack();
  await page.goBack();
  await expect(page).toHaveURL(/letters\?stage=decode$/);
  await expect(page.getByRole("button", { name: /^decode/ })).toHaveAttribute("aria-pressed", "true");
});

test("records are shown as they pass", async ({ page, sluice, soon }) => {
  await open(page, sluice, "pipelines/shop/live");
  await expect(page.locator("[data-rate]")).toContainText(/passed|shown/);
  await sluice.send("POST", "/topics/shop/records", [{ id: 7, kind: "passing" }]);
  await expect(page.getByText("passing").first()).toBeVisible({ timeout: soon });
});

test("two tabs agree", async ({ page, context, sluice, soon }) => {
  const other = await context.newPage();
  await open(page, sluice, "");
  await open(other, sluice, "pipelines/shop");
  await other.getByRole("button", { name: "Stop", exact: true }).click();
  await other.getByRole("button", { name: "Stop it now?" }).click();
  await expect(other.getByRole("button", { name: "Start", exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("stopped").first()).toBeVisible({ timeout: soon });
  await page.getByRole("button", { name: "Orders for shop" }).click();
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await expect(other.getByText(/starting|running/).first()).toBeVisible({ timeout: soon });
  await expect(page.getByText("running").first()).toBeVisible({ timeout: 60_000 });
  await expect(other.getByText("running").first()).toBeVisible({ timeout: soon });
});

test("Postgres stops under an open page, and comes back", async ({ page, sluice }) => {
  await open(page, sluice, "pipelines/shop");
  const lamp = page.getByRole("banner").getByText("Postgres");
  const count = page.getByRole("heading", { name: /records? consumed/ });
  const banner = page.getByRole("alert").filter({ hasText: /^Postgres cannot be reached since .+\d/ });
  await expect(count).toBeVisible();
  await sluice.stopPostgres();
  try {
    await expect(banner).toBeVisible({ timeout: 30_000 });
    await expect(lamp).toContainText("down");
    await expect(count).toBeVisible();
    await expect(page.locator("main")).toHaveCSS("filter", /grayscale/);
    expect(await violations(page)).toEqual([]);
  } finally {
    await sluice.startPostgres();
  }
  await expect(banner).toBeHidden({ timeout: 60_000 });
  await expect(lamp).not.toContainText("down");
  await expect(page.locator("main")).toHaveCSS("filter", "none");
  await expect(page.getByText("running").first()).toBeVisible({ timeout: 60_000 });
  await sluice.send("POST", "/topics/shop/records", [{ id: 8, kind: "after" }]);
  await page.getByRole("link", { name: "Results" }).click();
  await expect(async () => {
    await page.getByRole("button", { name: "Read again" }).click();
    await expect(page.getByText("after").first()).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
});

test("an open page outlives a restart of the server", async ({ page, sluice }) => {
  await open(page, sluice, "");
  await sluice.stop();
  await expect(page.getByText("Connection lost")).toBeVisible();
  await expect(page.getByRole("link", { name: "shop" })).toBeVisible();
  await expect(page.locator("main")).toHaveCSS("filter", /grayscale/);
  await sluice.start();
  await expect(page.getByText("Connection lost")).toBeHidden({ timeout: 60_000 });
  await expect(page.getByText("running").first()).toBeVisible({ timeout: 60_000 });
  await page.getByRole("link", { name: "shop" }).click();
  await expect(page.getByRole("heading", { name: /records? consumed/ })).toBeVisible();
});
