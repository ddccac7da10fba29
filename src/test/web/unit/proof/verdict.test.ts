import { expect, test } from "vitest";
import type { Reconciliation, StoreFindings } from "web/api/types";
import { isRepairable, verdictOf } from "web/pipeline/proof/verdict";

const STORE: StoreFindings = {
  sink: "postgres",
  compared: true,
  missing: 0,
  unexpected: 0,
  different: 0,
  repaired: 0,
  examples: [],
};

function report(part: Partial<Reconciliation>, ...stores: Partial<StoreFindings>[]): Reconciliation {
  return {
    state: "DONE",
    repair: false,
    checked: 5,
    of: 5,
    range: [],
    stores: stores.map((store) => ({ ...STORE, ...store })),
    deadLetters: { missing: 0, repaired: 0, examples: [] },
    counters: [],
    gone: [],
    notes: [],
    startedAt: "2026-11-28T07:00:00Z",
    ...part,
  };
}

test("only one that is done and compared everything proves that all is well", () => {
  expect(verdictOf(report({}, {}, {})).tone).toBe("well");
  expect(verdictOf(report({}, {}, { compared: false, sink: "mongo" })).text).toContain("mongo cannot be");
  for (const state of ["CANCELLED", "FAILED"] as const) {
    expect(verdictOf(report({ state }, {})).text).toContain("proves nothing");
  }
});

test("whatever was found is counted, until it is repaired", () => {
  const found = report({ deadLetters: { missing: 1, repaired: 0, examples: [] } }, { missing: 2, different: 1 });
  expect(verdictOf(found)).toEqual({ tone: "trouble", text: "4 things are not as they should be." });
  expect(isRepairable(found)).toBe(true);
  const mended = report({ repair: true }, { missing: 2, repaired: 2 });
  expect(verdictOf(mended).tone).toBe("well");
  expect(isRepairable(mended)).toBe(false);
});

test("a repair is not offered for what it would not touch", () => {
  expect(isRepairable(report({}, { unexpected: 3 }))).toBe(false);
  expect(isRepairable(report({ state: "RUNNING" }, { missing: 3 }))).toBe(false);
});
