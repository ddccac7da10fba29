import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useNow } from "web/live/hooks";

beforeEach(() => {
  vi.useFakeTimers({ now: 10_000_000, toFake: ["setInterval", "clearInterval", "Date"] });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const drawn: Record<number, number> = {};

function Counting({ every }: { every: number }) {
  drawn[every] = useNow(every);
  return null;
}

const pass = (millis: number) => act(() => void vi.advanceTimersByTime(millis));

test("all that counts has one timer, and each its own pace", async () => {
  const place = document.createElement("div");
  await act(() =>
    render(
      [1000, 1000, 2000, 5000].map((every) => <Counting every={every} />),
      place,
    ),
  );
  expect(vi.getTimerCount()).toBe(1);
  await pass(1000);
  expect(drawn).toEqual({ 1000: 10_001_000, 2000: 10_000_000, 5000: 10_000_000 });
  await pass(4000);
  expect(drawn).toEqual({ 1000: 10_005_000, 2000: 10_004_000, 5000: 10_005_000 });
  render(null, place);
  expect(vi.getTimerCount()).toBe(0);
});

test("nothing counts while nobody sees it, and all is right as soon as somebody does", async () => {
  const place = document.createElement("div");
  await act(() => render(<Counting every={1000} />, place));
  const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  await pass(60_000);
  expect(drawn[1000]).toBe(10_000_000);
  hidden.mockReturnValue(false);
  await act(() => void document.dispatchEvent(new Event("visibilitychange")));
  expect(drawn[1000]).toBe(10_060_000);
  render(null, place);
});
