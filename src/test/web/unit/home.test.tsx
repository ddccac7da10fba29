import { expect, test, vi } from "vitest";
import type { Counters, Platform, State } from "web/api/schemas";
import { useGrowing } from "web/home/growing";
import { Row } from "web/home/row";
import { Ticks } from "web/home/ticks";
import { snapshot } from "web/live/store";
import { answering, shown } from "./shown";

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

test("a row has its next try and its last batch of the summary, and asks for neither", async () => {
  const { asked, world } = answering("troubled");
  const names = world.pipelines.filter((flow) => ["RETRYING", "RUNNING"].includes(flow.state)).map((flow) => flow.name);
  vi.stubGlobal(
    "IntersectionObserver",
    class {
      constructor(readonly told: (entries: object[]) => void) {}
      observe = (target: Element) => this.told([{ target, isIntersecting: true }]);
      unobserve() {}
    },
  );
  snapshot(
    world.pipelines.map((flow) => flow.summary()),
    world.platform() as Platform,
  );
  const page = await shown(
    <ul>
      {names.map((name) => (
        <Row key={name} name={name} />
      ))}
    </ul>,
  );
  expect(page.querySelector(".next time")?.textContent).toMatch(/^in 1?\d s$/);
  expect([...page.querySelectorAll(".quiet > time")].some((each) => /^\d s ago$/.test(each.textContent ?? ""))).toBe(
    true,
  );
  expect(asked.filter((each) => each.endsWith("/status"))).toEqual([]);
  expect(asked.filter((each) => each.includes("/progress")).length).toBeLessThan(2);
});
