import { expect, test } from "vitest";
import type { Batch, Counters, History } from "web/api/schemas";
import { drawnOf } from "web/parts/chart";
import { about, bytes, compact, duration, millis, rate, time, utc } from "web/parts/format";
import { rates } from "web/parts/sparkline";
import { partsOf } from "web/pipeline/overview/accounting";
import { drawn, secondsOf } from "web/pipeline/overview/history";
import { stagesOf } from "web/pipeline/overview/way";

test.each([
  [0, "0 s"],
  [47.4, "47 s"],
  [185, "3 min 5 s"],
  [7200, "2 h"],
  [443_000, "5 d 3 h"],
  [undefined, "–"],
])("%s seconds are %s", (seconds, text) => expect(duration(seconds)).toBe(text));

test.each([
  [1023, "1,023 B"],
  [1024, "1 KiB"],
  [0, "0 B"],
  [5_000_000, "4.8 MiB"],
])("%s bytes are %s", (size, text) => expect(bytes(size)).toBe(text));

test("rates keep the digits that say something", () => {
  expect([0, 0.033, 5.06, 820.4, 12_345].map(rate)).toEqual(["0", "0.033", "5.1", "820", "12.3K"]);
});

test("long numbers are short, and short ones whole", () => {
  expect([9_999, 1_234_567].map(compact)).toEqual(["9,999", "1.23M"]);
});

test("what is to come is about so long", () => {
  expect([40, 200, 7000, 300_000].map(about)).toEqual(["about 40 s", "about 3 min", "about 2 h", "about 3 days"]);
  expect(millis(1530)).toBe("1.5 s");
});

test("times are local, with the day if it is another, and in UTC to the millisecond", () => {
  const now = Date.parse("2026-11-28T12:00:00Z");
  expect(time("2026-11-28T07:05:09Z", now)).toMatch(/^07:05:09|7:05:09/);
  expect(time("2026-11-27T07:05:09Z", now)).toContain("Nov 27");
  expect(time("2027-01-27T07:05:09Z", now)).toMatch(/^Jan 27, 2027, 07:05/);
  expect(utc("2026-11-27T07:05:09.5Z")).toBe("2026-11-27 07:05:09.500 UTC");
});

test("a sparkline shares what was counted among the seconds in which it came", () => {
  const now = 60_000;
  const steady = rates(
    Array.from({ length: 61 }, (_, second) => [second * 1000, second * 5]),
    now,
  );
  expect(steady).toHaveLength(30);
  expect(Math.min(...steady)).toBeCloseTo(5);
  expect(Math.max(...steady)).toBeCloseTo(5);
  expect(Math.max(...rates([[0, 0]], now))).toBe(0);
});

test("a sparkline does not fall while the next count is on its way, and does when none comes", () => {
  const counted = Array.from({ length: 61 }, (_, second) => [second * 1000, second * 5] as const);
  expect(rates(counted, 61_500).at(-1)).toBeCloseTo(5);
  expect(rates(counted, 64_000).at(-1)).toBe(0);
});

test("the parts of an account add up to what was consumed", () => {
  const counters: Counters = {
    consumed: 100,
    filtered: 10,
    rejected: 5,
    sinks: [{ sink: "mongo", stored: 80, rejected: 2, rows: 90 }],
  };
  const parts = partsOf("p", counters, 0);
  expect(parts.map(({ label, count }) => [label, count])).toEqual([
    ["stored", 80],
    ["filtered", 10],
    ["rejected", 7],
    ["on their way", 3],
  ]);
  expect(parts.reduce((sum, { count }) => sum + count, 0)).toBe(counters.consumed);
});

test("the slowest step of a micro-batch is marked, and steps that it does not tell of are not known", () => {
  const batch = {
    durationMs: { latestOffset: 10, getBatch: 5, addBatch: 60, triggerExecution: 90 },
  } as unknown as Batch;
  expect(stagesOf(batch)).toEqual([
    { id: "find", millis: 15, slowest: false },
    { id: "plan", millis: undefined, slowest: false },
    { id: "carry", millis: 60, slowest: true },
    { id: "commit", millis: undefined, slowest: false },
  ]);
  expect(stagesOf(undefined).some((each) => each.slowest)).toBe(false);
});

test("where nobody looked a line is broken", () => {
  const point = (at: string) => ({ at, inRate: 1, outRate: 1, rejectedRate: 0, batches: 0 });
  const history = {
    from: "",
    to: "",
    step: "PT1S",
    marks: [],
    points: [point("1970-01-01T00:00:01Z"), point("1970-01-01T00:00:02Z"), point("1970-01-01T00:00:09Z")],
  };
  expect(drawn(history).times).toEqual([1, 2, 3, 9]);
  expect(drawn(history).values.inRate).toEqual([1, 1, null, 1]);
  expect(["PT1S", "PT5M", "PT1H30M", "P1DT1S"].map(secondsOf)).toEqual([1, 300, 5400, 86_401]);
});

test("a micro-batch's time is told by its steps, and is not known where the history does not have them", () => {
  const phases = { latestOffset: 4, getBatch: 1, queryPlanning: 12, walCommit: 8, addBatch: 88.5, commitOffsets: 7 };
  const point = (second: number, batchMillis?: object) => ({
    at: `1970-01-01T00:00:0${second}Z`,
    inRate: 1,
    outRate: 1,
    rejectedRate: 0,
    batches: 1,
    ...(batchMillis === undefined ? {} : { batchMillis }),
  });
  const points = [point(1, { mean: 120, max: 130, phases }), point(2, { mean: 5, max: 5 })] as History["points"];
  const { values } = drawn({ from: "", to: "", step: "PT1S", marks: [], points });
  expect([values.find, values.plan, values.carry, values.commit]).toEqual([
    [5, null],
    [12, null],
    [88.5, null],
    [15, null],
  ]);
});

test("stacked lines stand on each other, and on nothing where nothing is known", () => {
  const series = [
    { label: "a", tone: "accent" as const, values: [1, null, 3] },
    { label: "b", tone: "well" as const, values: [10, 20, null] },
  ];
  expect(drawnOf([1, 2, 3], series, true)).toEqual([
    [1, 2, 3],
    [1, null, 3],
    [11, null, null],
  ]);
  expect(drawnOf([1, 2, 3], series, false)).toEqual([[1, 2, 3], ...series.map((each) => each.values)]);
});
