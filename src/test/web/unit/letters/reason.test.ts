import { expect, test } from "vitest";
import { fieldOf, locate } from "web/pipeline/letters/reason";

function found(json: string, place: string): string | undefined {
  const span = locate(json, place);
  return span && json.slice(span.from, span.to);
}

test("the field of a reason is what stands before its colon", () => {
  expect(fieldOf('field "items[2].price": "a": is not a DOUBLE')).toBe("items[2].price");
  expect(fieldOf("the value is not a JSON object")).toBeUndefined();
});

test("a value is found by its place", () => {
  const json = '{"a": {"b":[1, {"c" : "x\\"}" }]}, "b":2,"tags":{"k.1":null}}';
  expect(found(json, "b")).toBe("2");
  expect(found(json, "a.b[1].c")).toBe('"x\\"}"');
  expect(found(json, "a.b[0]")).toBe("1");
  expect(found(json, "a")).toBe('{"b":[1, {"c" : "x\\"}" }]}');
  expect(found(json, "tags[k.1]")).toBe("null");
});

test("a name that is written with escapes is the same name", () => {
  expect(found('{"\\u0061":1}', "a")).toBe("1");
});

test("what is not there, or is no JSON, is not found", () => {
  for (const text of ['{"a":1}', '{"a":', "", "id=3;a", '{"b" 1}', '{"b":"', "[".repeat(100_000)]) {
    expect(locate(text, "b")).toBeUndefined();
  }
});
