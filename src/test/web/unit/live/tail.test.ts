import { expect, test } from "vitest";
import type { PreviewedRecord } from "web/api/types";
import { rateText } from "web/pipeline/live/live";
import { MOST, type Tail, withRecords } from "web/pipeline/live/tail";

const EMPTY: Tail = {
  passed: [],
  rate: undefined,
  definitions: 0,
  ended: undefined,
  state: "open",
  problem: undefined,
};

function passed(from: number, to: number) {
  return Array.from({ length: to - from }, (_, at) => {
    const record: PreviewedRecord = { topic: "t", partition: 0, offset: from + at, timestamp: "", outcome: "stored" };
    return { id: from + at, record };
  });
}

test("the newest come first, and no more than a hundred are kept", () => {
  const tail = withRecords(withRecords(EMPTY, passed(0, 80)), passed(80, 130));
  expect(tail.passed).toHaveLength(MOST);
  expect(tail.passed.map(({ id }) => id)).toEqual(Array.from({ length: MOST }, (_, at) => 129 - at));
});

test("without new records nothing is drawn again", () => {
  const tail = withRecords(EMPTY, passed(0, 3));
  expect(withRecords(tail, [])).toBe(tail);
});

test("the rate says what was shown of what passed", () => {
  expect(rateText({ shown: 50, seen: 12_000 })).toMatch(/^50 of 12.000 offsets shown \(0.4.?%\)\.$/);
  expect(rateText({ shown: 0, seen: 0 })).toBe("No record passed in the last second.");
});
