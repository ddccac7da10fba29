import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Platform, Status } from "web/api/schemas";
import { order } from "web/live/orders";
import { snapshot, world } from "web/live/store";

let now: Pick<Status, "state" | "since" | "desiredState">;
let answer: () => Response;
const ordered = () => world.pipelines.get("a")?.ordered;

beforeEach(() => {
  vi.useFakeTimers();
  now = { state: "STOPPING", since: "2026-01-01T00:00:02Z", desiredState: "RUNNING" };
  answer = () => new Response(JSON.stringify(now));
  vi.stubGlobal("fetch", async () => answer());
  snapshot([{ name: "a", state: "RUNNING", rowsPerSecond: 0 }], {} as Platform);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("an order is looked after where no event tells of it, also past a server that does not answer", async () => {
  await order("a", "restart");
  await vi.advanceTimersByTimeAsync(2_000);
  expect(ordered()).toBe("restart");
  answer = () => new Response("{}", { status: 503 });
  await vi.advanceTimersByTimeAsync(2_000);
  expect(ordered()).toBe("restart");
  now = { ...now, state: "RUNNING", since: "2026-01-01T00:00:04Z" };
  answer = () => new Response(JSON.stringify(now));
  await vi.advanceTimersByTimeAsync(2_000);
  expect(ordered()).toBeUndefined();
  const asked = vi.spyOn(globalThis, "fetch");
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked).not.toHaveBeenCalled();
});

test("an order that is refused is forgotten, and one of a pipeline that is gone", async () => {
  answer = () => new Response("{}", { status: 503 });
  await expect(order("a", "stop")).rejects.toThrow();
  expect(ordered()).toBeUndefined();
  answer = () => new Response(JSON.stringify(now));
  await order("a", "restart");
  answer = () => new Response(JSON.stringify({ title: "Gone", status: 404 }), { status: 404 });
  await vi.advanceTimersByTimeAsync(2_000);
  expect(ordered()).toBeUndefined();
  const asked = vi.spyOn(globalThis, "fetch");
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked).not.toHaveBeenCalled();
});

test("an order is given once, however often it is clicked before the first click is drawn", async () => {
  const asked = vi.spyOn(globalThis, "fetch");
  await Promise.all([order("a", "restart"), order("a", "restart"), order("a", "stop")]);
  expect(asked.mock.calls.map(([address]) => address)).toEqual(["/api/v1/pipelines/a/restart"]);
});
