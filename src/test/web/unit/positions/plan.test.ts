import { expect, test } from "vitest";
import { movesOf, orderOf, rowsOf, utcOf } from "web/pipeline/positions/plan";

const TOPICS = [
  {
    name: "t",
    partitions: [
      { partition: 0, beginningOffset: 10, endOffset: 100 },
      { partition: 1, beginningOffset: 0, endOffset: 5 },
    ],
  },
  { name: "other", partitions: [{ partition: 0, beginningOffset: 0, endOffset: 9 }] },
];
const OFFSETS = { partitions: [{ topic: "t", partition: 0, nextOffset: 60 }] };
const ROWS = rowsOf(
  OFFSETS,
  [{ topic: "t", partition: 0, processedOffset: 60, endOffset: 100, lag: 40 }],
  TOPICS,
  ["t"],
  true,
);

test("a partition is known from Kafka before the pipeline has read it, and others' topics are not shown", () => {
  expect(ROWS).toEqual([
    { topic: "t", partition: 0, beginning: 10, stored: 60, end: 100, lag: 40 },
    { topic: "t", partition: 1, beginning: 0, end: 5 },
  ]);
});

test("going back reads again what Kafka still has", () => {
  const aim = { to: "offset", topic: "t", partition: 0, offset: 4 } as const;
  expect(movesOf(ROWS, aim)).toEqual([
    { topic: "t", partition: 0, from: 60, nextOffset: 4, again: 50, skipped: 0, gone: 6 },
  ]);
});

test("skipping leaves out what was not read yet, also in a partition that was never begun", () => {
  const moves = movesOf(ROWS, { to: "latest" });
  expect(moves.map((move) => [move.nextOffset, move.again, move.skipped])).toEqual([
    [100, 0, 40],
    [5, 0, 5],
  ]);
  expect(orderOf(moves)).toEqual({
    partitions: [
      { topic: "t", partition: 0, nextOffset: 100 },
      { topic: "t", partition: 1, nextOffset: 5 },
    ],
  });
});

test("a time is the offsets that it was found to be, and where nothing changes nothing is ordered", () => {
  const found = [
    { topic: "t", partition: 0, offset: 60 },
    { topic: "t", partition: 1, offset: 2 },
  ];
  expect(movesOf(ROWS, { to: "time", found }).map((move) => [move.partition, move.nextOffset])).toEqual([[1, 2]]);
});

test("what is no time is none", () => {
  expect(utcOf("")).toBeUndefined();
  expect(utcOf("2026-01-31T08:00")).toBe("2026-01-31T08:00:00.000Z");
});

test("while it runs, offsets, end and lag are of one moment; at rest the lag is what is between them", () => {
  const status = [{ topic: "t", partition: 0, processedOffset: 90, endOffset: 90, lag: 0 }];
  expect(rowsOf(OFFSETS, status, TOPICS, ["t"], false)[0]).toEqual({
    topic: "t",
    partition: 0,
    beginning: 10,
    stored: 90,
    end: 90,
    lag: 0,
  });
  expect(rowsOf(OFFSETS, status, TOPICS, ["t"], true)[0]).toMatchObject({ stored: 60, end: 100, lag: 40 });
});
