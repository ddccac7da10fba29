import { expect, test } from "vitest";
import { pathOf, placeOf, tabOf } from "web/route/place";

test.each([
  ["", { page: "home" }],
  ["pipelines", { page: "home" }],
  ["pipelines/orders", { page: "pipeline", name: "orders", tab: "overview", rest: [] }],
  ["pipelines/orders/", { page: "pipeline", name: "orders", tab: "overview", rest: [] }],
  ["pipelines/a%2Fb/results/mongo", { page: "pipeline", name: "a/b", tab: "results", rest: ["mongo"] }],
  ["pipelines/orders/nonsense", { page: "pipeline", name: "orders", tab: "overview", rest: [] }],
  ["pipelines/%E0%A4%A", { page: "pipeline", name: "%E0%A4%A", tab: "overview", rest: [] }],
  ["topics", { page: "topics", topic: undefined }],
  ["topics/a%20b", { page: "topics", topic: "a b" }],
  ["new", { page: "new" }],
  ["platform", { page: "platform" }],
  ["access", { page: "access" }],
  ["x", { page: "nowhere" }],
])("%s is a place", (path, place) => {
  expect(placeOf(path)).toEqual(place);
});

test.each(["", "pipelines/a%2Fb", "pipelines/o/results/mongo", "topics/t", "topics", "new", "platform", "access"])(
  "%s is the path of its place",
  (path) => {
    expect(pathOf(placeOf(path))).toBe(path);
  },
);

test("filters are in the address of a tab", () => {
  expect(tabOf("o", "letters", { stage: "decode", q: "a b&c" })).toBe("pipelines/o/letters?stage=decode&q=a+b%26c");
});
