import { expect, type Page } from "@playwright/test";
import type { Scene } from "../fake/scene";

/** A scene of the made-up Sluice, or a page of `well` that has lost its connection. */
export type State = Scene | "lost";

export interface Screen {
  readonly name: string;
  readonly path: string;
  readonly states: readonly State[];
  /** What is done before it is looked at. */
  readonly before?: (page: Page) => Promise<unknown>;
}

const ORDERS = "pipelines/orders";

const press = (name: string) => (page: Page) => page.getByRole("button", { name, exact: true }).first().click();

const newPipeline = (step: string) => async (page: Page) => {
  await page.getByRole("radio").first().check();
  for (const next of ["Schema", "SQL", "Targets"]) {
    await page.getByRole("button", { name: `Next: ${next}` }).click();
    await expect(page.getByRole("heading", { name: next, level: 2 })).toBeVisible();
    if (next === step) {
      break;
    }
  }
  await page.waitForTimeout(1_200);
};

const firstLetter = async (page: Page) => {
  await page.locator("[data-letter]").first().click();
  await page.getByRole("button", { name: "Try" }).click();
  await expect(page.getByLabel("What would become of it")).toBeVisible();
};

export const SCREENS: readonly Screen[] = [
  { name: "home", path: "", states: ["well", "troubled", "hostile", "empty", "idle", "standby", "full", "lost"] },
  { name: "home-menu", path: "", states: ["well"], before: press("Orders for orders") },
  { name: "home-none", path: "?q=nothing", states: ["well"] },
  { name: "palette", path: ORDERS, states: ["troubled"], before: (page) => page.keyboard.press("Control+k") },
  { name: "keys", path: "", states: ["well"], before: (page) => page.keyboard.press("?") },
  { name: "nowhere", path: "nowhere", states: ["well"] },

  { name: "overview", path: ORDERS, states: ["well", "troubled", "hostile", "idle", "standby", "lost"] },
  { name: "overview-failed", path: "pipelines/payments", states: ["troubled"] },
  { name: "overview-behind", path: "pipelines/shipments", states: ["troubled"] },
  { name: "overview-stopped", path: "pipelines/clicks", states: ["troubled"] },
  {
    name: "overview-table",
    path: ORDERS,
    states: ["well"],
    before: (page) => page.getByText("Table", { exact: true }).first().click(),
  },
  { name: "unknown", path: "pipelines/nobody", states: ["well"] },
  { name: "delete", path: ORDERS, states: ["well"], before: press("Delete…") },
  { name: "reset", path: "pipelines/clicks", states: ["troubled"], before: press("Reset…") },

  {
    name: "live",
    path: `${ORDERS}/live`,
    states: ["well", "troubled", "hostile", "idle", "lost"],
    before: (page) => page.waitForTimeout(1_500),
  },
  {
    name: "live-record",
    path: `${ORDERS}/live?only=rejected`,
    states: ["well", "hostile"],
    before: (page) => page.locator(".live-row.rejected .linked").first().click(),
  },

  { name: "letters", path: `${ORDERS}/letters`, states: ["well", "troubled", "hostile", "idle", "lost"] },
  {
    name: "letters-filter",
    path: `${ORDERS}/letters?stage=decode&q=twelve`,
    states: ["troubled"],
    before: press("Replay all that match…"),
  },
  { name: "letters-no-match", path: `${ORDERS}/letters?stage=mongo`, states: ["well"] },
  {
    name: "letter",
    path: `${ORDERS}/letters?stage=decode`,
    states: ["well", "troubled", "hostile"],
    before: firstLetter,
  },
  {
    name: "letter-edit",
    path: `${ORDERS}/letters?stage=transform`,
    states: ["well"],
    before: async (page) => {
      await page.locator("[data-letter]").first().click();
      await page.getByRole("button", { name: "Edit" }).click();
    },
  },

  { name: "results", path: `${ORDERS}/results`, states: ["well", "troubled", "hostile", "idle", "lost"] },
  { name: "results-filter", path: `${ORDERS}/results?filter=kind:eq:BOOK%0Aid:gt:3&sort=id,desc`, states: ["well"] },
  { name: "record", path: `${ORDERS}/results?record=orders/1/39000`, states: ["well", "hostile"] },

  { name: "positions", path: `${ORDERS}/positions`, states: ["well", "troubled", "idle", "lost"] },
  { name: "positions-stopped", path: "pipelines/clicks/positions", states: ["troubled"] },

  {
    name: "definition",
    path: `${ORDERS}/definition`,
    states: ["well", "troubled", "hostile", "lost"],
    before: (page) => page.waitForTimeout(1_200),
  },
  {
    name: "definition-edited",
    path: `${ORDERS}/definition`,
    states: ["well"],
    before: async (page) => {
      await page.getByLabel("Begins with, at its first start").selectOption("latest");
      await page.getByText("Version 1").click();
      await press("Compare with what it is now")(page);
      await page.waitForTimeout(1_200);
    },
  },

  { name: "proof", path: `${ORDERS}/proof`, states: ["well", "troubled", "lost"] },
  {
    name: "proof-done",
    path: `${ORDERS}/proof`,
    states: ["well"],
    before: async (page) => {
      await press("Reconcile")(page);
      await expect(page.getByText("Everything is where it should be")).toBeVisible();
    },
  },

  { name: "new", path: "new", states: ["well", "hostile", "empty"] },
  { name: "new-schema", path: "new", states: ["well", "hostile"], before: newPipeline("Schema") },
  { name: "new-sql", path: "new", states: ["well", "hostile"], before: newPipeline("SQL") },
  { name: "new-targets", path: "new", states: ["well"], before: newPipeline("Targets") },

  { name: "topics", path: "topics", states: ["well", "empty", "lost"] },
  { name: "topic", path: "topics/orders", states: ["well", "hostile"] },
  { name: "platform", path: "platform", states: ["well", "troubled", "standby", "lost"] },
  { name: "access", path: "access", states: ["locked", "well"] },
  {
    name: "access-token",
    path: "access",
    states: ["locked"],
    before: async (page) => {
      await page.getByLabel("What it is for").fill("a script");
      await press("Make the token")(page);
      await expect(page.getByText("is shown this once")).toBeVisible();
    },
  },
  {
    name: "access-change",
    path: "access",
    states: ["locked"],
    before: (page) => page.getByRole("button", { name: "Change night-shift" }).click(),
  },
];
