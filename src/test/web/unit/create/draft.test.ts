import { expect, test } from "vitest";
import { definitionOf, EMPTY, keep, kept, nameOf, sinkAt, stepOf, stepOfFault, withTopic } from "web/create/draft";
import { faultsAt } from "web/fields/target";
import { onLines } from "web/sql/columns";

const FULL = { ...withTopic(EMPTY, "My.Quotes"), schema: "a INT,\nb STRING" };

test("a step is not reached before what it stands on", () => {
  expect(stepOf("targets", EMPTY)).toBe("topic");
  expect(stepOf("targets", { ...EMPTY, topic: "t" })).toBe("schema");
  expect(stepOf("sql", FULL)).toBe("sql");
  expect(stepOf("kitchen", FULL)).toBe("topic");
});

test("names follow the topic until somebody types others", () => {
  expect(FULL.name).toBe("my-quotes");
  expect(FULL.postgres.name).toBe("my_quotes");
  const typed = { ...FULL, name: "mine" };
  expect(withTopic(typed, "other").name).toBe("mine");
  expect(withTopic(typed, "other").mongo.name).toBe("other");
  expect(withTopic(typed, "other").schema).toBe("");
  expect(nameOf("9._Ünicode-")).toBe("nicode");
});

test("a definition leaves out what was left empty", () => {
  expect(definitionOf(FULL)).toEqual({
    name: "my-quotes",
    source: { topics: ["My.Quotes"], schema: "a INT, b STRING" },
    sinks: [
      { type: "postgres", table: "my_quotes" },
      { type: "mongo", collection: "my_quotes" },
    ],
  });
});

test("an upsert has its key, and a target that is off is none", () => {
  const mongo = { ...FULL.mongo, mode: "upsert" as const, key: " a, b ,", version: "v" };
  const draft = { ...FULL, postgres: { ...FULL.postgres, on: false }, mongo };
  expect(definitionOf(draft).sinks).toEqual([
    { type: "mongo", collection: "my_quotes", mode: "upsert", key: ["a", "b"], version: "v" },
  ]);
  expect(sinkAt(draft, "mongo")).toBe("/sinks/0");
  expect(sinkAt(FULL, "mongo")).toBe("/sinks/1");
});

test("a fault leads to the step and to the field where it is mended", () => {
  const faults = [
    { pointer: "/sinks/1/key", message: "is missing" },
    { pointer: "/sinks/10", message: "x" },
  ];
  expect(faultsAt(faults, "/sinks/1")).toEqual(["is missing"]);
  expect(stepOfFault("/source/schema")).toBe("schema");
  expect(stepOfFault("/transform")).toBe("sql");
  expect(stepOfFault("/name")).toBe("targets");
});

test("a schema gets a line for each column, and none for what is within a type or a name", () => {
  expect(onLines("a STRUCT<x: INT, y: INT>, `b, c` DECIMAL(1,0), d INT")).toBe(
    "a STRUCT<x: INT, y: INT>,\n`b, c` DECIMAL(1,0),\nd INT",
  );
});

test("a draft outlives a reload, and what cannot be read is an empty one", () => {
  const storage = new Map<string, string>();
  const as = {
    getItem: (key: string) => storage.get(key) ?? null,
    setItem: (key: string, value: string) => storage.set(key, value),
    removeItem: (key: string) => storage.delete(key),
  } as unknown as Storage;
  keep(as, FULL);
  expect(kept(as)).toEqual(FULL);
  keep(as, undefined);
  expect(kept(as)).toEqual(EMPTY);
  expect(kept({ getItem: () => "{" })).toEqual(EMPTY);
});
