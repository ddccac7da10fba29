import { act } from "preact/test-utils";
import { beforeEach, expect, test, vi } from "vitest";
import { Live } from "web/pipeline/live/live";
import { button, click, settled, shown } from "../shown";

class Stream extends EventTarget {
  static readonly CLOSED = 2;
  static readonly opened: Stream[] = [];
  isClosed = false;
  readyState = 1;
  onopen?: () => void;
  onerror?: () => void;

  constructor(readonly url: string) {
    super();
    Stream.opened.push(this);
  }

  close(): void {
    this.isClosed = true;
  }

  say(kind: string, data: unknown): void {
    this.dispatchEvent(new MessageEvent(kind, { data: JSON.stringify(data) }));
  }
}

beforeEach(() => {
  Stream.opened.length = 0;
});

const RECORD = {
  topic: "t",
  partition: 0,
  offset: 7,
  timestamp: "2026-11-28T07:00:00Z",
  payload: "<b>x</b>",
  outcome: "stored",
};

async function tab() {
  vi.stubGlobal("EventSource", Stream);
  const page = await shown(<Live name="orders" rest={[]} />);
  const [stream] = Stream.opened;
  if (stream === undefined) {
    throw new Error("no stream was opened");
  }
  await act(() => stream.onopen?.());
  return { page, stream };
}

const drawn = () => act(() => new Promise((resolve) => setTimeout(resolve, 300)));

test("records come as text, with the rate that the server tells", async () => {
  const { page, stream } = await tab();
  stream.say("record", { ...RECORD, rows: [{ a: 1 }] });
  await act(() => stream.say("rate", { shown: 1, seen: 40 }));
  await drawn();
  expect(page.querySelector(".live-bytes")?.textContent).toBe("<b>x</b>");
  expect(page.querySelector("b")).toBeNull();
  expect(page.querySelector("[data-rate]")?.textContent).toMatch(/^1 of 40 offsets shown/);
});

test("frozen, it holds no tail and keeps what was seen", async () => {
  const { page, stream } = await tab();
  stream.say("record", RECORD);
  await drawn();
  await click(button(page, "Freeze"));
  expect(stream.isClosed).toBe(true);
  expect(page.querySelectorAll(".live-row")).toHaveLength(1);
  expect(page.querySelector("[data-rate]")?.textContent).toContain("Frozen at");
  await click(button(page, "Go on"));
  expect(Stream.opened).toHaveLength(2);
  expect(page.querySelectorAll(".live-row")).toHaveLength(1);
});

test("an outcome in the address is asked of the server alone", async () => {
  const { page } = await tab();
  await click(button(page, "rejected"));
  expect(location.search).toBe("?only=rejected");
  expect(Stream.opened.at(-1)?.url).toContain("/pipelines/orders/tail?only=rejected");
});

test("an end says why, and is watched again by a click", async () => {
  const { page, stream } = await tab();
  await act(() => stream.say("end", { detail: "The pipeline was deleted." }));
  expect(page.textContent).toContain("The pipeline was deleted.");
  expect(stream.isClosed).toBe(true);
  await click(button(page, "Watch again"));
  expect(Stream.opened).toHaveLength(2);
});

test("a server that refuses says why in its own words", async () => {
  const { page, stream } = await tab();
  const problem = {
    type: "/problems/too-many-requests",
    title: "Too many",
    status: 429,
    detail: "Close one.",
    instance: "",
  };
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify(problem), { status: 429 }));
  stream.readyState = Stream.CLOSED;
  await act(() => stream.onerror?.());
  await settled();
  expect(page.querySelector("[role=alert]")?.textContent).toContain("Close one.");
  expect(stream.isClosed).toBe(true);
});

test("outcomes that there are not are not asked for", async () => {
  history.replaceState(null, "", "/?only=stored,lost,rejected");
  const { page, stream } = await tab();
  expect(stream.url).toBe("/api/v1/pipelines/orders/tail?only=stored%2Crejected");
  await click(button(page, "filtered"));
  expect(location.search).toBe("");
});

test("a stream that nothing is heard of is tried again", async () => {
  const { page, stream } = await tab();
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 60_000 });
  await drawn();
  vi.useRealTimers();
  expect(stream.isClosed).toBe(true);
  expect(page.textContent).toContain("No records come through; it is tried again by itself.");
});

test("a stream that is open and says nothing is not said to be watched", async () => {
  const { page, stream } = await tab();
  expect(page.querySelector("[data-rate]")?.textContent).toBe("Asking Sluice…");
  await act(() => stream.say("heartbeat", {}));
  expect(page.querySelector("[data-rate]")?.textContent).toBe("Watching…");
});
