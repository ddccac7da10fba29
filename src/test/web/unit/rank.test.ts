import { expect, test } from "vitest";
import type { Summary } from "web/api/schemas";
import { ordered, totals } from "web/home/rank";
import type { Live } from "web/live/store";

const all = new Map(
  (
    [
      { name: "b-well", state: "RUNNING", rates: { in: 5, stored: 5, rejected: 0 }, lag: 3 },
      { name: "a-well", state: "RUNNING" },
      { name: "z-broken", state: "RETRYING" },
      { name: "y-rejects", state: "RUNNING", rates: { in: 5, stored: 4, rejected: 1 }, rejectedLastHour: 60 },
      { name: "a-rest", state: "STOPPED" },
    ] as Summary[]
  ).map((summary) => [summary.name, { summary } as Live]),
);

test("trouble comes first, what rejects next, what rests last, each by name", () => {
  expect(ordered(all, "all", "")).toEqual(["z-broken", "y-rejects", "a-well", "b-well", "a-rest"]);
});

test("a search and a choice of states leave the others out", () => {
  expect(ordered(all, "all", " WELL")).toEqual(["a-well", "b-well"]);
  expect(ordered(all, "trouble", "")).toEqual(["z-broken", "y-rejects"]);
  expect(ordered(all, "rest", "x")).toEqual([]);
});

test("one line counts them", () => {
  expect(totals(all)).toEqual({ all: 5, trouble: 2, running: 3, rest: 1, inRate: 10, rejectedLastHour: 60, lag: 3 });
});
