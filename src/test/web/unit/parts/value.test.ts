import { expect, test } from "vitest";
import { parsed } from "web/api/digits";
import { textOf } from "web/parts/value";
import { valuesText } from "web/pipeline/live/row";

const ROW = '{"id":9007199254740993,"of":{"ids":[9007199254740993,1.5,"9007199254740993"],"none":null}}';

test("long numbers are shown as they are written, and can be told from texts", () => {
  const row = parsed(ROW) as Record<string, unknown>;
  expect(textOf(row.id)).toBe("9007199254740993");
  expect(textOf(row.of)).toBe('{"ids":[9007199254740993,1.5,"9007199254740993"],"none":null}');
  expect(textOf(row)).toBe(ROW);
  expect(valuesText({ n: row.id, of: row.of })).toBe(
    'n 9007199254740993 · of {"ids":[9007199254740993,1.5,"9007199254740993"],"none":null}',
  );
});

test("texts, nothing and what is no JSON are shown as they are", () => {
  expect([textOf('a "b"'), textOf(null), textOf(undefined)]).toEqual(['a "b"', "null", ""]);
});
