import { expect, test } from "vitest";
import { typed } from "web/topics/append";

test("an array is JSON, lines are NDJSON, and both are counted", () => {
  expect(typed(' [{"a":1}, 2]')).toEqual({ records: 2, type: "application/json", odd: [2] });
  expect(typed('{"a":1}\n\nnot JSON\n')).toEqual({ records: 2, type: "application/x-ndjson", odd: [2] });
});

test("an array that is not closed is a fault, and so is nothing", () => {
  expect(typed('[{"a":1}').fault).toContain("No JSON array");
  expect(typed(" \n").fault).toBeDefined();
});
