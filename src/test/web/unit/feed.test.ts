import { afterEach, beforeEach, expect, test, vi } from "vitest";

/** A stream that the test drives. */
class Stream {
  static all: Stream[] = [];
  static readonly CLOSED = 2;
  readyState = 0;
  onopen: () => void = () => undefined;
  onerror: () => void = () => undefined;
  readonly heard = new Map<string, (event: { data: string }) => void>();
  constructor(readonly url: string) {
    Stream.all.push(this);
  }
  addEventListener(kind: string, listener: (event: { data: string }) => void): void {
    this.heard.set(kind, listener);
  }
  close(): void {
    this.readyState = Stream.CLOSED;
  }
  says(kind: string, data: unknown): void {
    this.heard.get(kind)?.({ data: JSON.stringify(data) });
  }
  static get last(): Stream {
    const last = Stream.all.at(-1);
    if (last === undefined) {
      throw new Error("nothing asked for a stream");
    }
    return last;
  }
}

const platform = { kafka: { reachable: true }, owner: { state: "OWNER" } };
const summary = { name: "a", state: "RUNNING", rowsPerSecond: 1 };

async function fed() {
  const { world } = await import("web/live/store");
  const { feed } = await import("web/live/feed");
  end = feed();
  return world;
}

let end: () => void = () => undefined;

const hide = (hidden: boolean) => {
  vi.spyOn(document, "hidden", "get").mockReturnValue(hidden);
  document.dispatchEvent(new Event("visibilitychange"));
};

beforeEach(() => {
  vi.resetModules();
  vi.useFakeTimers();
  Stream.all = [];
  vi.stubGlobal("EventSource", Stream);
});

afterEach(() => {
  end();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("one stream feeds the page", async () => {
  const world = await fed();
  Stream.last.says("snapshot", { pipelines: [summary], platform });
  Stream.last.says("state", { pipeline: "a", status: { state: "FAILED" } });
  Stream.last.says("platform", { part: "kafka", platform: { kafka: { reachable: false } } });
  expect(Stream.all).toHaveLength(1);
  expect(world.connection.state).toBe("live");
  expect(world.pipelines.get("a")?.summary.state).toBe("FAILED");
  expect(world.platform?.kafka.reachable).toBe(false);
  expect(world.owner?.state).toBe("OWNER");
});

test("a hidden page has no stream, and one that is seen again has one", async () => {
  await fed();
  hide(true);
  expect(Stream.last.readyState).toBe(Stream.CLOSED);
  hide(false);
  expect(Stream.all).toHaveLength(2);
});

test("a lost stream empties nothing", async () => {
  const world = await fed();
  Stream.last.says("snapshot", { pipelines: [summary], platform });
  Stream.last.onerror();
  expect(world.connection.state).toBe("lost");
  expect(world.names).toEqual(["a"]);
});

test("where streams fail the page polls, and does not say that it is lost", async () => {
  const answers: Record<string, unknown> = { pipelines: { items: [summary] }, platform };
  const asked = vi.fn(async (url: string) => new Response(JSON.stringify(answers[/v1\/(\w+)/.exec(url)?.[1] ?? ""])));
  vi.stubGlobal("fetch", asked);
  const world = await fed();
  for (let failure = 0; failure < 3; failure++) {
    Stream.last.onerror();
  }
  expect(world.connection.state).toBe("lost");
  await vi.advanceTimersByTimeAsync(2_100);
  expect(world.names).toEqual(["a"]);
  expect(world.connection.state).toBe("polling");
  Stream.last.onerror();
  expect(world.connection.state).toBe("polling");
  Stream.last.says("snapshot", { pipelines: [summary], platform });
  expect(world.connection.state).toBe("live");
  asked.mockClear();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked).toHaveBeenCalledTimes(0);
});

test("an answer to polling that comes after the stream is open is not taken", async () => {
  let answer: (response: Response) => void = () => undefined;
  vi.stubGlobal("fetch", (url: string) =>
    url.includes("/platform")
      ? Promise.resolve(new Response(JSON.stringify(platform)))
      : new Promise<Response>((resolve) => {
          answer = resolve;
        }),
  );
  const world = await fed();
  for (let failure = 0; failure < 3; failure++) {
    Stream.last.onerror();
  }
  await vi.advanceTimersByTimeAsync(2_100);
  await vi.advanceTimersByTimeAsync(30_000);
  Stream.last.says("snapshot", { pipelines: [summary, { ...summary, name: "b" }], platform });
  answer(new Response(JSON.stringify({ items: [summary] })));
  await vi.advanceTimersByTimeAsync(100);
  expect(world.names).toEqual(["a", "b"]);
});

test("a lost connection says when what is shown was true, also where the page was hidden since", async () => {
  const world = await fed();
  Stream.last.says("snapshot", { pipelines: [summary], platform });
  const then = Date.now();
  hide(true);
  vi.advanceTimersByTime(60_000);
  hide(false);
  Stream.last.onerror();
  expect(world.connection).toEqual({ state: "lost", since: then });
});

test("a stream that nothing is heard of is taken for dead, and another one is opened", async () => {
  const world = await fed();
  Stream.last.says("snapshot", { pipelines: [summary], platform });
  vi.advanceTimersByTime(30_000);
  Stream.last.says("heartbeat", {});
  const then = Date.now();
  vi.advanceTimersByTime(44_000);
  expect(Stream.all).toHaveLength(1);
  expect(world.connection.state).toBe("live");
  vi.advanceTimersByTime(2_000);
  expect(Stream.all.map((stream) => stream.readyState)).toEqual([Stream.CLOSED, 0]);
  expect(world.connection).toEqual({ state: "lost", since: then });
  expect(world.names).toEqual(["a"]);
  Stream.last.says("snapshot", { pipelines: [summary], platform });
  expect(world.connection.state).toBe("live");
});

test("a server that says seldom that it is there is heard out for three of its heartbeats", async () => {
  const world = await fed();
  Stream.last.says("snapshot", { heartbeatSeconds: 60, pipelines: [summary], platform });
  vi.advanceTimersByTime(179_000);
  expect(Stream.all).toHaveLength(1);
  expect(world.connection.state).toBe("live");
  vi.advanceTimersByTime(3_000);
  expect(Stream.all).toHaveLength(2);
});

test("a stream that is open and says nothing is not live: the page asks until its first event", async () => {
  const answers: Record<string, unknown> = { pipelines: { items: [summary] }, platform };
  const asked = vi.fn(async (url: string) => new Response(JSON.stringify(answers[/v1\/(\w+)/.exec(url)?.[1] ?? ""])));
  vi.stubGlobal("fetch", asked);
  const world = await fed();
  Stream.last.onopen();
  expect(world.connection.state).toBe("connecting");
  await vi.advanceTimersByTimeAsync(7_100);
  expect(world.connection.state).toBe("polling");
  expect(world.names).toEqual(["a"]);
  expect(Stream.all).toHaveLength(1);
  Stream.last.says("heartbeat", {});
  expect(world.connection.state).toBe("live");
  asked.mockClear();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked).not.toHaveBeenCalled();
});
