import { expect, test } from "../fixtures";
import { keyboard } from "../hands";
import { tour } from "../tour";

test("the README's tour is made with the keyboard alone", async ({ page, sluice, soon }) => {
  test.setTimeout(300_000);
  await tour(page, keyboard(page), sluice, "my_keys", soon);
});

test("keys lead to every page, and Escape leads back", async ({ page, fake }) => {
  const { url } = await fake("well");
  await page.goto(url);
  await expect(page.getByRole("link", { name: "orders", exact: true })).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("order");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`${url}/pipelines/orders`);
  await page.keyboard.press("g");
  await page.keyboard.press("t");
  await expect(page.getByRole("heading", { name: "Topics", level: 1 })).toBeVisible();
  await page.keyboard.press("/");
  await page.keyboard.type("pay");
  await expect(page).toHaveURL(`${url}/topics?q=pay`);
  await page.getByRole("searchbox").blur();
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await expect(page.getByRole("heading", { name: "Platform", level: 1 })).toBeVisible();
  await page.keyboard.press("n");
  await expect(page.getByRole("heading", { name: "New pipeline", level: 1 })).toBeVisible();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("g");
  await page.keyboard.press("h");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`${url}/pipelines/alerts`);
});
