import { beforeEach, expect, test, vi } from "vitest";
import type { Platform, Status, Summary } from "web/api/schemas";
import * as store from "web/live/store";

const platform = { kafka: { reachable: true } } as Platform;
const summary = (name: string, more: Partial<Summary> = {}): Summary => ({
  name,
  state: "RUNNING",
  rowsPerSecond: 0,
  ...more,
});
const counted = (consumed: number): Partial<Summary> => ({
  counters: { consumed, filtered: 0, rejected: 0, sinks: [] },
});

beforeEach(() => {
  store.snapshot([], platform);
  store.flush();
});

test("a snapshot is all there is: what it does not have is gone", () => {
  store.snapshot([summary("a"), summary("b")], platform);
  store.snapshot([summary("b"), summary("c")], platform);
  expect(store.world.names).toEqual(["b", "c"]);
  expect([...store.world.pipelines.keys()].sort()).toEqual(["b", "c"]);
});

test("only who listens to a pipeline hears of it, once however much came", () => {
  store.snapshot([summary("a"), summary("b")], platform);
  store.flush();
  const a = vi.fn();
  const b = vi.fn();
  const leave = [store.listen("pipeline:a", a), store.listen("pipeline:b", b)];
  store.summarized(summary("a", { lag: 1 }));
  store.summarized(summary("a", { lag: 2 }));
  store.flush();
  expect(a).toHaveBeenCalledTimes(1);
  expect(b).toHaveBeenCalledTimes(0);
  for (const each of leave) {
    each();
  }
  store.summarized(summary("a", { lag: 3 }));
  store.flush();
  expect(a).toHaveBeenCalledTimes(1);
});

test("a pipeline that did not change stays the same object", () => {
  store.snapshot([summary("a"), summary("b")], platform);
  const before = store.world.pipelines.get("b");
  store.summarized(summary("a", { lag: 5 }));
  expect(store.world.pipelines.get("b")).toBe(before);
});

const status = (state: Status["state"], since: string, desiredState: Status["desiredState"] = "RUNNING"): Status =>
  ({ state, since: `2026-01-01T00:00:${since}Z`, desiredState, attempt: 0, partitions: [] }) satisfies Status;
const orderOf = (name: string) => store.world.pipelines.get(name)?.ordered;

test("an order shows until the server says that it came about", () => {
  store.snapshot([summary("a")], platform);
  store.ordered("a", "stop");
  store.answered("a", status("STOPPING", "02", "STOPPED"));
  store.stated("a", status("STOPPING", "02", "STOPPED"));
  expect(orderOf("a")).toBe("stop");
  store.stated("a", status("STOPPED", "03", "STOPPED"));
  expect(orderOf("a")).toBeUndefined();
  expect(store.world.pipelines.get("a")?.summary.state).toBe("STOPPED");
});

test("a restart shows until it runs anew, whatever is told of the run before", () => {
  store.snapshot([summary("a")], platform);
  store.stated("a", status("RUNNING", "01"));
  store.ordered("a", "restart");
  // A micro-batch of the run before, and its state once more, are on their way still.
  store.summarized(summary("a"));
  store.stated("a", status("RUNNING", "01"));
  expect(orderOf("a")).toBe("restart");
  store.answered("a", status("STOPPING", "02"));
  store.summarized(summary("a"));
  expect(orderOf("a")).toBe("restart");
  store.stated("a", status("STARTING", "03"));
  expect(orderOf("a")).toBe("restart");
  store.stated("a", status("RUNNING", "04"));
  expect(orderOf("a")).toBeUndefined();
});

test("an order that came about before its answer came is over with the answer", () => {
  store.snapshot([summary("a")], platform);
  store.ordered("a", "stop");
  store.stated("a", status("STOPPED", "03", "STOPPED"));
  expect(orderOf("a")).toBe("stop");
  store.answered("a", status("STOPPING", "02", "STOPPED"));
  expect(orderOf("a")).toBeUndefined();
  expect(store.world.pipelines.get("a")?.summary.state).toBe("STOPPED");
});

test("an order for what is so already is over with its answer", () => {
  store.snapshot([summary("a")], platform);
  store.ordered("a", "start");
  store.answered("a", status("RUNNING", "01"));
  expect(orderOf("a")).toBeUndefined();
});

test("an order is over when somebody orders something else", () => {
  store.snapshot([summary("a")], platform);
  store.ordered("a", "stop");
  store.answered("a", status("STOPPING", "02", "STOPPED"));
  store.stated("a", status("STARTING", "03", "RUNNING"));
  expect(orderOf("a")).toBeUndefined();
});

test("a state without an error clears the last one, and keeps the figures", () => {
  store.snapshot(
    [summary("a", { lag: 7, lastError: { type: "X", message: "m", at: "2026-01-01T00:00:00Z" } })],
    platform,
  );
  store.stated("a", { state: "RUNNING" } as Status);
  expect(store.world.pipelines.get("a")?.summary.lastError).toBeUndefined();
  expect(store.world.pipelines.get("a")?.summary.lag).toBe(7);
});

test("the last minute is kept of what was counted, and a counter that begins anew begins it anew", () => {
  for (let second = 0; second <= 100; second++) {
    store.summarized(summary("a", counted(second * 10)), second * 1000);
  }
  const kept = store.world.pipelines.get("a")?.consumed ?? [];
  expect(kept[0]?.[0]).toBeGreaterThanOrEqual(39_000);
  expect(kept.at(-1)).toEqual([100_000, 1000]);
  store.summarized(summary("a", counted(3)), 101_000);
  expect(store.world.pipelines.get("a")?.consumed).toEqual([[101_000, 3]]);
});

test("dead letters are kept newest first, and not for ever", () => {
  store.snapshot([summary("a")], platform);
  for (let offset = 0; offset < 30; offset++) {
    store.rejected("a", [{ topic: "t", partition: 0, offset, stage: "decode", reason: "", rejectedAt: "" }]);
  }
  const letters = store.world.pipelines.get("a")?.letters ?? [];
  expect(letters).toHaveLength(20);
  expect(letters[0]?.offset).toBe(29);
});

test("what is deleted is gone, and its listeners hear of it", () => {
  store.snapshot([summary("a")], platform);
  store.flush();
  const heard = vi.fn();
  store.listen("names", heard);
  store.redefined("a", "deleted");
  store.flush();
  expect(store.world.names).toEqual([]);
  expect(heard).toHaveBeenCalledTimes(1);
});

test("the connection says since when it is so", () => {
  store.connected("live");
  store.connected("lost");
  const { since } = store.world.connection;
  store.connected("lost");
  expect(store.world.connection).toEqual({ state: "lost", since });
});

test("names are put in order once for a whole snapshot", () => {
  const sort = vi.spyOn(Array.prototype, "sort");
  store.snapshot(
    Array.from({ length: 500 }, (_, at) => summary(`p${at}`)),
    platform,
  );
  expect(sort).toHaveBeenCalledTimes(1);
  sort.mockRestore();
  expect(store.world.names).toHaveLength(500);
});

test("an answer that comes after newer events changes nothing", () => {
  store.snapshot([summary("a")], platform);
  store.stated("a", { state: "STOPPED", since: "2026-01-01T00:00:02Z" } as Status);
  store.answered("a", { state: "STOPPING", since: "2026-01-01T00:00:01.5Z" } as Status);
  expect(store.world.pipelines.get("a")?.summary.state).toBe("STOPPED");
  store.answered("a", { state: "STARTING", since: "2026-01-01T00:00:02.5Z" } as Status);
  expect(store.world.pipelines.get("a")?.summary.state).toBe("STARTING");
});
