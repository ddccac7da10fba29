import { expect, test } from "vitest";
import { columnsOf, ddlOf, quoted } from "web/sql/columns";

test("the columns of a schema keep commas and signs within their types and names", () => {
  expect(columnsOf("a INT NOT NULL, `b, c` STRUCT<x: INT, y: DECIMAL(10,2)>, d MAP<STRING, ARRAY<INT>>")).toEqual([
    { name: "a", type: "INT", notNull: true },
    { name: "b, c", type: "STRUCT<x: INT, y: DECIMAL(10,2)>", notNull: false },
    { name: "d", type: "MAP<STRING, ARRAY<INT>>", notNull: false },
  ]);
});

test("a comment is no part of a type, and a quoted name loses its quotes once", () => {
  expect(columnsOf("`a``b` STRING COMMENT 'x, y' , c")).toEqual([{ name: "a`b", type: "STRING", notNull: false }]);
});

test("what is written of columns is read as the same columns", () => {
  const columns = [
    { name: "plain_1", type: "INT", notNull: true },
    { name: "with space`", type: "STRUCT<a: INT>", notNull: false },
  ];
  expect(columnsOf(ddlOf(columns))).toEqual(columns);
  expect(quoted("ä")).toBe("`ä`");
});
