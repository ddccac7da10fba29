import { expect, test } from "vitest";
import { changes, lines } from "web/sql/difference";

test("each value that differs is named by its place", () => {
  const before = { a: 1, "b/c": { d: ["x", "y"] }, gone: true };
  const after = { a: 2, "b/c": { d: ["x"] }, come: null, more: { e: 1 } };
  expect(changes(before, after)).toEqual([
    { pointer: "/a", before: 1, after: 2 },
    { pointer: "/b~1c/d/1", before: "y", after: null },
    { pointer: "/gone", before: true, after: null },
    { pointer: "/more", before: null, after: { e: 1 } },
  ]);
  expect(changes(after, after)).toEqual([]);
});

test("lines that stay are told from those that go and come", () => {
  const signs = lines("a\nb\nc", "a\nx\nc\nd").map((line) => `${line.kind[0]}${line.text}`);
  expect(signs).toEqual(["sa", "rb", "ax", "sc", "ad"]);
  expect(lines("", "a")).toEqual([{ kind: "added", text: "a" }]);
});
