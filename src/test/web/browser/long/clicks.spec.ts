// How many clicks docs/dashboard.md says, in its table, that a thing takes from the first page on.
import { expect, type Locator, type Page } from "@playwright/test";
import type { FakeSluice } from "../../fake/server";
import { test } from "../fixtures";

interface Visit {
  readonly page: Page;
  readonly sluice: FakeSluice;
  /** Clicks that, and counts. */
  readonly click: (what: Locator | string) => Promise<void>;
}

interface Claim {
  readonly what: string;
  readonly clicks: number;
  readonly way: (visit: Visit) => Promise<void>;
}

const rejected = (page: Page) => page.getByRole("listitem").filter({ hasText: "orders" }).locator("a.rejects");
const pipeline = (page: Page, name = "orders") => page.getByRole("link", { name, exact: true });
const tab = (page: Page, label: string) => page.locator(".tabs").getByRole("link", { name: label });
const letter = (page: Page) => page.locator("tr", { hasText: "is not a DECIMAL" }).locator("[data-letter]").first();

const CLAIMS: readonly Claim[] = [
  {
    what: "a record that was rejected, its bytes with the value marked",
    clicks: 2,
    way: async ({ page, click }) => {
      await click(rejected(page));
      await expect(page.getByRole("row").nth(1)).toContainText(/orders\/\d+\/\d+(decode|transform|postgres)/);
      await click(letter(page));
      await expect(page.getByRole("dialog").locator("mark")).toHaveText('"twelve"');
    },
  },
  {
    what: "one that was rejected before",
    clicks: 3,
    way: async ({ page, click }) => {
      await click(pipeline(page));
      await click(tab(page, "Dead letters"));
      await click(letter(page));
      await expect(page.getByRole("dialog").locator("mark")).toBeVisible();
    },
  },
  {
    what: "one that is filtered now",
    clicks: 4,
    way: async ({ page, click }) => {
      await click(pipeline(page));
      await click(tab(page, "Live"));
      await click("filtered");
      await click(page.locator(".live-row.filtered .linked").first());
      await expect(page.getByRole("dialog")).toContainText("filtered");
    },
  },
  {
    what: "one of the newest that was filtered, and the condition that did not hold",
    clicks: 3,
    way: async ({ page, click }) => {
      await click(pipeline(page));
      await click(page.locator("a.part.filtered").first());
      await expect(page.getByText("the transform yields no row").first()).toBeVisible();
      await expect(page.getByRole("cell", { name: "stored", exact: true })).toHaveCount(0);
      await click(page.getByRole("button", { name: "Why orders/0/40000 is filtered" }));
      await expect(page.getByRole("dialog")).toContainText("amount > 0 is false");
    },
  },
  {
    what: "one that was filtered before, by its position",
    clicks: 2,
    way: async ({ page, click }) => {
      await click(pipeline(page));
      await page.getByLabel("Find a record").fill("0/40000");
      await click("Find");
      await expect(page.getByRole("dialog")).toContainText("amount > 0 is false");
    },
  },
  {
    what: "what was not read yet",
    clicks: 2,
    way: async ({ page, click }) => {
      await click(pipeline(page, "shipments"));
      await click(tab(page, "Positions"));
      await expect(page.getByRole("columnheader", { name: "Lag" })).toBeVisible();
    },
  },
  {
    what: "what each store has of a record",
    clicks: 3,
    way: async ({ page, click }) => {
      await click(pipeline(page));
      await click(tab(page, "Results"));
      await click(page.getByRole("region", { name: "Rows in Postgres" }).getByRole("button", { name: "1/40001" }));
      await expect(page.getByRole("heading", { name: "In Mongo" })).toBeVisible();
    },
  },
  {
    what: "to mend one record, tried before",
    clicks: 5,
    way: async ({ page, click }) => {
      await click(rejected(page));
      await click(letter(page));
      await click("Edit");
      await page.getByLabel("New payload").fill('{"id":1,"kind":"book","amount":12}');
      await click("Try");
      await expect(page.getByText("Would be stored, as one row")).toBeVisible();
      await click("Replay with this payload");
      await expect(page.getByText(/^Replayed one dead letter/)).toBeVisible();
    },
  },
  {
    what: "to mend all that were rejected",
    clicks: 3,
    way: async ({ page, click }) => {
      await click(rejected(page));
      await click("Replay all…");
      await click("Replay 340");
      await expect(page.getByText(/^Replayed 340 dead letters/)).toBeVisible();
    },
  },
  {
    what: "to read again",
    clicks: 7,
    way: async ({ page, sluice, click }) => {
      await click(pipeline(page, "shipments"));
      await click(tab(page, "Positions"));
      await click("Stop it");
      await click("Stop it now?");
      const flow = sluice.world.pipeline("shipments");
      expect(flow?.state).toBe("STOPPING");
      Object.assign(flow ?? {}, { state: "STOPPED" });
      sluice.tellState("shipments");
      await expect(page.getByText(/offsets are read again/)).toBeVisible();
      await click("Set offsets");
      await click(page.getByRole("button", { name: /^Read .* again\?$/ }));
      await expect(page.getByText("It goes on there when it is started.")).toBeVisible();
      await click("Start");
      await expect(page.locator(".pipeline-head").getByText("running")).toBeVisible();
    },
  },
  {
    what: "to change the SQL or the steps",
    clicks: 3,
    way: async ({ page, click }) => {
      await click(pipeline(page));
      await click(tab(page, "Definition"));
      await page.getByLabel("Begins with, at its first start").selectOption("latest");
      await click("Save");
      await expect(page.getByText("Saved.")).toBeVisible();
    },
  },
  {
    what: "to start one that failed",
    clicks: 2,
    way: async ({ page, click }) => {
      await click(pipeline(page, "payments"));
      await click("Start");
      await expect(page.locator(".pipeline-head").getByText("running")).toBeVisible();
    },
  },
  {
    what: "to prove that nothing is missing, and to repair what is",
    clicks: 5,
    way: async ({ page, click }) => {
      await click(pipeline(page));
      await click(tab(page, "Proof"));
      await click("Reconcile");
      await expect(page.getByText(/things are not as they should be/)).toBeVisible();
      await click("Reconcile and repair");
      await click("Write what is missing or different?");
    },
  },
  {
    what: "a week in charts",
    clicks: 2,
    way: async ({ page, click }) => {
      await click(pipeline(page));
      await expect(page.getByRole("img", { name: "Records a second of orders", exact: true })).toBeVisible();
      await click("7 days");
      await expect(page).toHaveURL(/span=7d$/);
    },
  },
];

for (const { what, clicks, way } of CLAIMS) {
  test(`${what}: ${clicks} clicks`, async ({ page, fake }) => {
    const { url, sluice } = await fake("troubled");
    await page.goto(url);
    let counted = 0;
    await way({
      page,
      sluice,
      click: async (target) => {
        counted++;
        await (typeof target === "string" ? page.getByRole("button", { name: target, exact: true }) : target).click();
      },
    });
    expect(counted).toBe(clicks);
  });
}
