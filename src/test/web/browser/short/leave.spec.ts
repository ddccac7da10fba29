import { expect, test } from "../fixtures";

test("what is written in a definition is not lost by the way back without a question", async ({ page, fake }) => {
  const { url } = await fake("well");
  await page.goto(`${url}/pipelines/orders`);
  await page.getByRole("link", { name: "Positions" }).click();
  await page.getByRole("link", { name: "Definition" }).click();
  await page.getByLabel("Description", { exact: true }).fill("mine");
  await expect(page.getByRole("region", { name: "Your changes" })).toBeVisible();
  await page.goBack();
  const question = page.getByRole("dialog", { name: "Lose what you wrote?" });
  await question.getByRole("button", { name: "Stay" }).click();
  await expect(page).toHaveURL(/\/definition$/);
  await expect(page.getByLabel("Description", { exact: true })).toHaveValue("mine");
  await page.goBack();
  await question.getByRole("button", { name: "Leave" }).click();
  await expect(page).toHaveURL(/\/positions$/);
  await page.goBack();
  await expect(page).toHaveURL(/\/pipelines\/orders$/);
  await page.goForward();
  await page.goForward();
  await expect(page.getByLabel("Description", { exact: true })).not.toHaveValue("mine");
});

test("what is written in a letter is not lost by Escape, however often it is pressed", async ({ page, fake }) => {
  const { url } = await fake("troubled");
  await page.goto(`${url}/pipelines/orders/letters`);
  await page.locator("[data-letter]").first().click();
  const drawer = page.getByRole("dialog").first();
  await drawer.getByRole("button", { name: "Edit" }).click();
  await drawer.getByRole("textbox").fill("6d 69 6e 65");
  const question = page.getByRole("dialog", { name: "Lose what you wrote?" });
  for (let time = 0; time < 2; time++) {
    await page.keyboard.press("Escape");
    await expect(question).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(question).toBeHidden();
    await expect(drawer.getByRole("textbox")).toHaveValue("6d 69 6e 65");
  }
  await page.keyboard.press("Escape");
  await question.getByRole("button", { name: "Leave" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.locator("[data-letter]").first().click();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});
