import { address, get } from "../api/client";
import type { Platform, Schemas, Summary } from "../api/schemas";
import { eachSecond } from "./clock";
import { heartbeatIs, isSilent } from "./silence";
import * as store from "./store";

/** After so many failures of the stream in a row the page polls, and tries the stream again now and then. */
const FAILURES = 3;
const POLL = 2_000;
const STREAM_AGAIN = 30_000;
/** After so long without the first event of a stream, which the server sends at once, the page asks by itself as well. */
const FIRST = 5_000;
/** As many pipelines as one answer has. */
const PAGE = 1000;

let source: EventSource | undefined;
let failures = 0;
let poll: ReturnType<typeof setTimeout> | undefined;
let again: ReturnType<typeof setTimeout> | undefined;
let first: ReturnType<typeof setTimeout> | undefined;
/** When the stream was opened or something of it was heard last, in milliseconds. */
let heard = 0;
let watch: (() => void) | undefined;
/** When what the store has was true last, in milliseconds; undefined while events come: then it is true now. */
let seen: number | undefined = Date.now();
/** Those who are created and not known yet. */
const created = new Set<string>();

/** Feeds the store until what it returns is called; while the page is hidden nothing is asked. */
export function feed(): () => void {
  const end = new AbortController();
  const { signal } = end;
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()), { signal });
  addEventListener("pagehide", close, { signal });
  addEventListener("pageshow", open, { signal });
  open();
  return () => {
    end.abort();
    close();
  };
}

function open(): void {
  if (source !== undefined || document.hidden) {
    return;
  }
  source = new EventSource(address("/events"));
  watch ??= eachSecond(() => source !== undefined && isSilent(heard) && silent());
  awaitFirst();
  source.onopen = awaitFirst;
  source.onerror = failed;
  hear("heartbeat", () => undefined);
  hear<Schemas["SnapshotEvent"]>("snapshot", (event) => {
    heartbeatIs(event.heartbeatSeconds);
    store.snapshot(event.pipelines, event.platform as Platform);
  });
  hear<Schemas["StateEvent"]>("state", (event) => store.stated(event.pipeline, event.status));
  hear<Schemas["ProgressEvent"]>("progress", (event) => store.progressed(event.summary, event.batch));
  hear<Schemas["CountersEvent"]>("counters", (event) => store.summarized(event.summary));
  hear<Schemas["RejectedEvent"]>("rejected", (event) => store.rejected(event.pipeline, event.newest));
  hear<Schemas["DefinitionEvent"]>("definition", (event) => {
    store.redefined(event.pipeline, event.change);
    if (event.change === "created") {
      created.add(event.pipeline);
      if (created.size === 1) {
        setTimeout(summaries, POLL / 10);
      }
    }
  });
  hear<{ platform: Platform & { owner?: Schemas["PlatformOwner"] } }>("platform", ({ platform }) => {
    const { owner, ...parts } = platform;
    store.platformIs(parts, owner);
  });
}

function awaitFirst(): void {
  heard = Date.now();
  clearTimeout(first);
  first = setTimeout(startPolling, FIRST);
}

function hear<T>(kind: string, then: (event: T) => void): void {
  source?.addEventListener(kind, (event) => {
    heard = Date.now();
    // Not before: a proxy may open a stream and hold back what comes in it.
    if (seen !== undefined) {
      failures = 0;
      seen = undefined;
      stopPolling();
      store.connected("live");
    }
    then(JSON.parse((event as MessageEvent<string>).data) as T);
  });
}

/** An event says that it was created and how it is called; the rest is asked for, once for all that come together. */
async function summaries(): Promise<void> {
  const names = new Set(created);
  created.clear();
  try {
    const page = await get<{ items: Summary[] }>("/pipelines", { query: { size: PAGE } });
    for (const each of page.items.filter((item) => names.has(item.name) && !store.world.pipelines.has(item.name))) {
      store.summarized(each);
    }
  } catch {
    // The next event of it brings it.
  }
}

function failed(): void {
  failures++;
  clearTimeout(first);
  seen ??= Date.now();
  const { state } = store.world.connection;
  // Who polls has answers all the same.
  if (state === "live" || (state === "connecting" && failures >= FAILURES)) {
    store.connected("lost", seen);
  }
  // A browser gives a stream up for good where the answer was an error: then it is tried anew.
  if (source?.readyState === EventSource.CLOSED || failures >= FAILURES) {
    source?.close();
    source = undefined;
    clearTimeout(again);
    again = setTimeout(open, failures >= FAILURES ? STREAM_AGAIN : POLL);
    startPolling();
  }
}

/** Nothing has come for too long: what is shown is as old as what came last, and another stream may get through. */
function silent(): void {
  seen ??= heard;
  // Who polls has answers all the same.
  if (store.world.connection.state !== "polling") {
    store.connected("lost", seen);
  }
  clearTimeout(first);
  source?.close();
  source = undefined;
  startPolling();
  open();
}

function startPolling(): void {
  if (poll === undefined) {
    poll = setTimeout(ask, POLL);
  }
}

async function ask(): Promise<void> {
  const mine = poll;
  try {
    const [page, platform] = await Promise.all([
      get<{ items: Summary[] }>("/pipelines", { query: { size: PAGE } }),
      get<Platform>("/platform"),
    ]);
    if (poll !== mine) {
      // A stream is open since, and knows more than this answer.
      return;
    }
    store.snapshot(page.items, platform);
    seen = Date.now();
    const wasLost = store.world.connection.state === "lost";
    store.connected("polling");
    // Who answers again may stream again, too.
    if (wasLost) {
      open();
    }
  } catch {
    if (poll === mine) {
      store.connected("lost", seen);
    }
  }
  if (poll === mine) {
    poll = setTimeout(ask, POLL);
  }
}

function stopPolling(): void {
  clearTimeout(poll);
  clearTimeout(again);
  clearTimeout(first);
  poll = undefined;
}

function close(): void {
  source?.close();
  source = undefined;
  failures = 0;
  seen ??= Date.now();
  watch?.();
  watch = undefined;
  stopPolling();
}
