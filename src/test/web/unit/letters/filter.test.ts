import { expect, test } from "vitest";
import { choice, filterOf, isChosen, parametersOf, patternOf, toggled, without } from "web/pipeline/letters/filter";

test("an address holds the whole filter, and gives it back", () => {
  const filter = { stage: "decode", reason: 'field "a b": * & more', q: "<img src=x>", partition: "2" } as const;
  expect(filterOf(new URLSearchParams(parametersOf(filter).toString()))).toEqual(filter);
});

test("what the API would refuse is not taken from an address", () => {
  expect(filterOf(new URLSearchParams({ stage: "kitchen", q: "x".repeat(1001), reason: "", other: "1" }))).toEqual({});
});

test("a group's reason becomes a pattern", () => {
  expect(patternOf('field "quote": # is not a STRING')).toBe('field "quote": * is not a STRING');
  expect(patternOf('field "tags[…]": "…" is not an INT')).toBe('field "tags[*]": "*" is not an INT');
  expect(patternOf("{…} is not a MAP")).toBe("* is not a MAP");
});

test("a bar selects its group, and a second time nothing", () => {
  const hour = { hour: "2026-11-28T07:00:00Z", letters: 3, newest: "2026-11-28T07:10:00Z" };
  const once = toggled({ stage: "decode", from: "2026-11-01T00:00:00Z" }, hour, "hour");
  expect(once).toEqual({ stage: "decode", from: "2026-11-28T07:00:00.000Z", to: "2026-11-28T08:00:00.000Z" });
  expect(isChosen(once, hour, "hour")).toBe(true);
  expect(toggled(once, hour, "hour")).toEqual({ stage: "decode" });
});

test("a group without the facet selects nothing and is never chosen", () => {
  const none = { letters: 1, newest: "2026-11-28T07:10:00Z" };
  expect(choice(none, "reason")).toEqual({});
  expect(isChosen({}, none, "reason")).toBe(false);
});

test("a facet shows the alternatives to what is chosen of it", () => {
  expect(without({ stage: "decode", reason: "x", from: "a", to: "b", q: "y" }, "hour")).toEqual({
    stage: "decode",
    reason: "x",
    q: "y",
  });
});
