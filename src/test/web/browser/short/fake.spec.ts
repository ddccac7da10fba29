import { expect, test } from "../fixtures";

test("five hundred pipelines are listed, searched, scrolled through and kept up to date", async ({ page, fake }) => {
  const { url, sluice } = await fake("full");
  await page.goto(url);
  await expect(page.getByRole("button", { name: "All 500" })).toBeVisible();
  const rows = page.getByRole("listitem").filter({ has: page.locator(".open-row") });
  await expect(rows).toHaveCount(500);
  const last = rows.last();
  await last.scrollIntoViewIfNeeded();
  await expect(last.getByText("running")).toBeVisible();
  await expect(last.getByText(/^[0-3] s ago$/)).toBeVisible();
  const search = page.getByRole("searchbox", { name: "Search by name" });
  await search.fill("stock_304");
  await expect(rows).toHaveCount(1);
  const flow = sluice.world.pipeline("stock_304");
  expect(flow).toBeDefined();
  if (flow !== undefined) {
    flow.state = "FAILED";
    sluice.tellState(flow.name);
  }
  await expect(rows.getByText("failed", { exact: true })).toBeVisible();
  await search.fill("");
  await expect(rows.first()).toContainText("stock_304");
  await expect(page.getByText("1 in trouble")).toBeVisible();
});

const HOSTILE = ["", "letters", "live", "results", "positions", "definition", "proof"];

test("markup in names, records, headers and reasons stays text on every page", async ({ page, fake }) => {
  const { url } = await fake("hostile");
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (line) => line.text().includes("Content Security Policy") && faults.push(line.text()));
  for (const tab of HOSTILE) {
    await page.goto(`${url}/pipelines/orders/${tab}`);
    await expect(page.getByText("<img src=x").first()).toBeVisible();
  }
  await page.goto(`${url}/pipelines/orders/letters?stage=decode`);
  await page.locator("[data-letter]").first().click();
  const drawer = page.getByRole("dialog");
  await expect(drawer.getByText("<img src=x").first()).toBeVisible();
  await expect(drawer.locator("img, script")).toHaveCount(0);
  expect(await page.evaluate(() => "harmed" in window)).toBe(false);
  expect(faults).toEqual([]);
});

test("a session that ends leads to the login, and from there back to where one was", async ({ page, fake }) => {
  const { url, sluice } = await fake("locked");
  await page.goto(`${url}/pipelines/orders/letters?stage=decode`);
  await expect(page.getByTitle("Logged in as lisa, with the role admin")).toBeVisible();
  const back = encodeURIComponent("/pipelines/orders/letters?stage=decode");
  const led = page.waitForURL((at) => at.href === `${url}/login?ended&to=${back}`, { waitUntil: "commit" });
  sluice.endSession();
  await led;
});

test("what a role may not do cannot be clicked", async ({ page, fake }) => {
  const { url, sluice } = await fake("locked");
  Object.assign(sluice.world.session, { role: "viewer" });
  await page.goto(`${url}/pipelines/orders/letters`);
  for (const order of ["Stop", "Restart", "Delete…", "Replay all…", "Delete all…"]) {
    await expect(page.getByRole("button", { name: order, exact: true })).toBeDisabled();
  }
  await page.locator("[data-letter]").first().click();
  await expect(page.getByRole("dialog").getByRole("button", { name: "Replay", exact: true })).toBeDisabled();
  await expect(page.getByRole("link", { name: "Access" })).toHaveCount(0);
});
