import { expect, type Page } from "@playwright/test";
import { violations } from "./axe";
import type { Hands } from "./hands";
import type { RealSluice } from "./real";

/** As the README has them. */
const RECORDS = `{"quote":"Mind the gate.","character":"Ada Lock","characterDirection":"Right"}
{"quote":"Still dry.","character":"Ben Weir","characterDirection":"Left"}
{"quote":"Nobody said this."}
{"quote":42,"character":"Ben Weir"}
{"character":"Ada Lock"}
not JSON`;

const SCHEMA = "quote STRING NOT NULL, character STRING, characterDirection STRING";

const TRANSFORM =
  "SELECT quote, character, lower(characterDirection) AS direction, length(quote) AS size FROM source " +
  "WHERE character IS NOT NULL";

/** Milliseconds for a pipeline to start and to carry its first micro-batch. */
const START = 90_000;

/**
 * The README's tour on the dashboard, from no topic to a pipeline that is proved and deleted again.
 *
 * @param name of the topic, the pipeline, the table and the collection
 * @param soon milliseconds within which the page has to show what happened elsewhere
 */
export async function tour(page: Page, hands: Hands, sluice: RealSluice, name: string, soon: number): Promise<void> {
  const button = (label: string | RegExp) => page.getByRole("button", { name: label, exact: true });
  const tab = (label: string) =>
    page.getByRole("navigation", { name: `Of ${name}` }).getByRole("link", { name: label });
  const consumed = (many: number) =>
    expect(page.getByRole("heading", { name: `${many} records consumed` })).toBeVisible({ timeout: START });

  // Infer
  await page.goto(`${sluice.url}/topics`);
  await hands.press(page.locator("summary", { hasText: "Append records" }));
  await hands.write(page.getByLabel("Topic; one that is not there is made"), name);
  await hands.write(page.getByLabel("A JSON array, or one record on each line"), RECORDS);
  await hands.press(button("Append"));
  await expect(page.getByText(`Appended 6 records to ${name}`)).toBeVisible();
  await hands.press(page.getByRole("banner").getByRole("link", { name: "Pipelines" }));
  await hands.press(page.getByRole("main").getByRole("link", { name: "New pipeline" }));
  await hands.choose(page.getByRole("radio", { name: new RegExp(`^${name} \\d`) }));
  await expect(page.getByRole("region", { name: "Newest records" })).toContainText("not JSON");
  await hands.press(button("Next: Schema"));
  await expect(page.getByLabel(/^Columns/)).toHaveValue(/character STRING/);
  await expect(page.getByText("3 texts, 1 numbers")).toBeVisible();
  await hands.write(page.getByLabel(/^Columns/), SCHEMA);

  // Preview
  await hands.press(button("Next: SQL"));
  await hands.write(page.getByRole("textbox", { name: "Transform" }).and(page.locator("[contenteditable]")), TRANSFORM);
  const preview = page.getByRole("region", { name: "Preview", exact: true });
  for (const count of ["2 stored", "1 filtered", "3 rejected"]) {
    await expect(preview.getByRole("button", { name: count })).toBeVisible({ timeout: 30_000 });
  }
  await expect(preview.getByText('field "quote": 42 is not a STRING')).toBeVisible();
  expect(await violations(page)).toEqual([]);

  // Create
  await hands.press(button("Next: Targets"));
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue(name);
  await expect(page.getByText(/^CREATE TABLE/).first()).toBeVisible({ timeout: 30_000 });
  await hands.press(button("Create and start"));
  await consumed(6);
  expect(await violations(page)).toEqual([]);

  // Reject, edit and replay
  const letters = page.locator("[data-letter]");
  await hands.press(tab("Dead letters"));
  await expect(letters).toHaveCount(3);
  await sluice.send("POST", `/topics/${name}/records`, '{"quote":"Half a rec');
  await expect(letters).toHaveCount(4, { timeout: soon });
  await hands.press(page.getByRole("row", { name: "42 is not a STRING" }).locator("[data-letter]"));
  const drawer = page.getByRole("dialog");
  await expect(drawer.locator("mark")).toHaveText("42");
  expect(await violations(page)).toEqual([]);
  await hands.press(drawer.getByRole("button", { name: "Edit" }));
  await hands.write(drawer.getByLabel("New payload"), '{"quote":"42","character":"Ben Weir"}');
  await hands.press(drawer.getByRole("button", { name: "Try" }));
  await expect(drawer.getByText("Would be stored, as one row")).toBeVisible();
  await hands.press(drawer.getByRole("button", { name: "Replay with this payload" }));
  await expect(page.getByText("Replayed one dead letter: 1 stored.")).toBeVisible({ timeout: 30_000 });
  await expect(letters).toHaveCount(3);

  // Stop and start
  await hands.press(button("Stop"));
  await hands.press(button("Stop it now?"));
  await expect(button("Start")).toBeVisible({ timeout: 30_000 });
  await sluice.send("POST", `/topics/${name}/records`, [{ quote: "Open up.", character: "Ada Lock" }]);
  await hands.press(tab("Overview"));
  await hands.press(button("Start"));
  await consumed(8);
  await hands.press(tab("Results"));
  for (const store of ["Postgres", "Mongo"]) {
    await expect(page.getByRole("region", { name: `Rows in ${store}` })).toContainText("Open up.");
  }
  expect(await violations(page)).toEqual([]);

  // Reconcile
  await hands.press(tab("Proof"));
  await hands.press(button("Reconcile"));
  await expect(page.getByText("Everything is where it should be: 8 offsets were compared.")).toBeVisible({
    timeout: 60_000,
  });
  expect(await violations(page)).toEqual([]);

  // At last, delete the pipeline with everything that it stored
  await hands.press(button("Delete…"));
  await expect(drawer.getByText("is dropped")).toHaveCount(0);
  await hands.choose(drawer.getByLabel("Remove what it stored, too"));
  await expect(drawer.getByText("is dropped")).toHaveCount(2);
  await hands.write(drawer.getByLabel(`Type ${name} to go on`), name);
  await hands.press(drawer.getByRole("button", { name: "Delete it with all it stored" }));
  await expect(page.getByText(`${name} is deleted.`)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("link", { name, exact: true })).toHaveCount(0);
}
