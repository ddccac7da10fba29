import { expect, test } from "vitest";
import { placeOf, rangeOf } from "web/sql/place";

test("a fault's place is read from its message, and nothing from one without", () => {
  expect(placeOf("line 2, column 9: there is no column charakter here; line 3, column 1: x")).toEqual({
    line: 2,
    column: 9,
    text: "there is no column charakter here; line 3, column 1: x",
  });
  expect(placeOf("is missing")).toBeUndefined();
});

test("the word at a place is marked whole, and at the end of the text nothing", () => {
  const text = "SELECT quote,\n  upper(charakter) FROM source";
  const at = (line: number, column: number) => {
    const { from, to } = rangeOf(text, { line, column });
    return text.slice(from, to);
  };
  expect(at(2, 9)).toBe("charakter");
  expect(at(2, 18)).toBe(")");
  expect(at(1, 1)).toBe("SELECT");
  expect(rangeOf(text, { line: 9, column: 1 })).toEqual({ from: text.length, to: text.length });
  expect(rangeOf(text, { line: 1, column: 99 })).toEqual({ from: 13, to: 13 });
});
