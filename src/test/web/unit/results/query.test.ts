import { expect, test } from "vitest";
import { columnsOf, filterOf, filterText, positionOf, sortedBy } from "web/pipeline/results/query";

test("a filter is read as it is written, with colons in names and values", () => {
  for (const filter of [
    { column: "a", operator: "eq", value: "x:lt:y" },
    { column: "a:b", operator: "like", value: "%<img src=x>%" },
    { column: "a", operator: "eq", value: "" },
  ] as const) {
    expect(filterOf(filterText(filter))).toEqual(filter);
  }
  expect(filterOf("a:near:b")).toBeUndefined();
  expect(filterOf("eq")).toBeUndefined();
});

test("a column's head sorts up, down, and not at all", () => {
  expect(sortedBy([], "a")).toEqual(["a,asc"]);
  expect(sortedBy(["a,asc"], "a")).toEqual(["a,desc"]);
  expect(sortedBy(["a,desc"], "a")).toEqual([]);
  expect(sortedBy(["a,desc"], "b,c")).toEqual(["b,c,asc"]);
});

test("both stores say where a row came from, and it stands last", () => {
  const row = { _topic: "t", _partition: 1, _offset: 7, a: 1 };
  expect(positionOf(row)).toEqual({ topic: "t", partition: 1, offset: "7" });
  expect(positionOf({ _id: "t/1/7/0", _source: { topic: "t", partition: 1, offset: 7 } })).toEqual(positionOf(row));
  expect(positionOf({ a: 1 })).toBeUndefined();
  expect(columnsOf([row, { b: 2 }])).toEqual(["a", "b", "_topic", "_partition", "_offset"]);
});
