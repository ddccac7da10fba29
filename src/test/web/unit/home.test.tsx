import { expect, test, vi } from "vitest";
import type { Counters, State } from "web/api/schemas";
import { useGrowing } from "web/home/growing";
import { Ticks } from "web/home/ticks";
import { shown } from "./shown";

const counters = (consumed: number, stored: number, rejected = 0): Counters => ({
  consumed,
  filtered: 0,
  rejected: 0,
  sinks: [{ sink: "postgres", stored, rows: stored, rejected }],
});

test.each<[string, State, Counters]>([
  ["✓", "RUNNING", counters(5, 5)],
  ["…", "RUNNING", counters(5, 4)],
  ["!", "RUNNING", counters(5, 4, 1)],
  ["–", "CREATED", counters(0, 0)],
  ["–", "RETRYING", counters(5, 5)],
])("a tick means that a store has all: %s while %s", async (sign, state, its) => {
  const page = await shown(<Ticks counters={its} state={state} />);
  expect(page.querySelector("[aria-hidden]")?.textContent).toBe(` ${sign}`);
});

test("many rows are drawn a slice with each frame", async () => {
  const seen: number[] = [];
  const Grown = () => {
    seen.push(useGrowing(200));
    return null;
  };
  await shown(<Grown />);
  await vi.waitFor(() => expect(seen.at(-1)).toBe(200));
  expect(seen).toEqual([80, 160, 200]);
});
