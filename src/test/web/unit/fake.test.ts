// @vitest-environment node
import { afterEach, expect, test } from "vitest";
import type { DeadLetterCounts, DeadLetterPage } from "web/api/types";
import { FakeSluice } from "../fake/server";

const fake = new FakeSluice("troubled", (_, response) => response.end("page"));

afterEach(() => fake.stop());

test("the fake counts and lists the same letters", async () => {
  const base = `${await fake.start()}/api/v1/pipelines/orders/dead-letters`;
  const counts: DeadLetterCounts = await (await fetch(`${base}/counts?by=stage,reason`)).json();
  const page: DeadLetterPage = await (await fetch(`${base}?stage=decode&size=1000`)).json();
  const decoded = counts.groups.filter((group) => group.stage === "decode");
  expect(page.items.length).toBeGreaterThan(0);
  expect(decoded.reduce((sum, group) => sum + group.letters, 0)).toBe(page.total);
});
