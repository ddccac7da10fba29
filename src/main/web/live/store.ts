import type { Batch, Letter, Owner, Platform, State, Status, Summary } from "../api/schemas";

/** What is known of one pipeline. A new object whenever something of it changes. */
export interface Live {
  summary: Summary;
  /** Of the last change of state; it may be missing before there was one. */
  status: Status | undefined;
  /** The last micro-batch that was seen, with its time. */
  batch: Batch | undefined;
  /** Milliseconds and records consumed by then, of the last minute, the oldest first. */
  consumed: readonly (readonly [number, number])[];
  /** The newest dead letters that came while the page was open, newest first. */
  letters: readonly Letter[];
  /** What was ordered here and has not come about yet. */
  ordered: Order | undefined;
  /** The `since` of the state in which the order was answered; undefined before the answer. */
  orderedAt: string | undefined;
  /** How often the definition changed since the page was opened. */
  changes: number;
}

export type Order = "start" | "stop" | "restart" | "delete";

/** Live by the stream, by polling while there is none, or lost: then `since` says for how long. */
export interface Connection {
  state: "connecting" | "live" | "polling" | "lost";
  since: number;
}

interface World {
  pipelines: Map<string, Live>;
  /** Changes with the set of names alone. */
  names: readonly string[];
  platform: Platform | undefined;
  owner: Owner | undefined;
  connection: Connection;
}

export const world: World = {
  pipelines: new Map(),
  names: [],
  platform: undefined,
  owner: undefined,
  connection: { state: "connecting", since: Date.now() },
};

/** What can be listened to: one pipeline by its name, any of them, the set of names, the platform, the connection. */
export type Topic = `pipeline:${string}` | "pipelines" | "names" | "platform" | "connection";

const listeners = new Map<Topic, Set<() => void>>();
const changed = new Set<Topic>();
let awaited = false;

export function listen(topic: Topic, listener: () => void): () => void {
  const those = listeners.get(topic) ?? new Set();
  listeners.set(topic, those.add(listener));
  return () => {
    those.delete(listener);
    if (those.size === 0) {
      listeners.delete(topic);
    }
  };
}

/** Listeners hear of it once before the next frame, however much comes in between. */
function tell(...topics: Topic[]): void {
  for (const topic of topics) {
    changed.add(topic);
  }
  if (!awaited) {
    awaited = true;
    requestAnimationFrame(flush);
  }
}

export function flush(): void {
  awaited = false;
  const those = [...changed];
  changed.clear();
  for (const topic of those) {
    for (const listener of [...(listeners.get(topic) ?? [])]) {
      listener();
    }
  }
}

const MINUTE = 60_000;
const LETTERS = 20;

function change(name: string, part: Partial<Live>, summary?: Summary): void {
  const before = world.pipelines.get(name);
  const next = summary ?? part.summary ?? before?.summary;
  if (next === undefined) {
    return;
  }
  const base: Live = before ?? {
    summary: next,
    status: undefined,
    batch: undefined,
    consumed: [],
    letters: [],
    ordered: undefined,
    orderedAt: undefined,
    changes: 0,
  };
  world.pipelines.set(name, { ...base, ...part, summary: next });
  if (before === undefined) {
    namesChanged = true;
  }
  tell(`pipeline:${name}`, "pipelines");
}

let namesChanged = false;

/** Once for however many pipelines came or went: to sort the names for each of them would hold the page up. */
function nameAll(): void {
  if (namesChanged) {
    namesChanged = false;
    world.names = [...world.pipelines.keys()].sort();
    tell("names");
  }
}

function sampled(name: string, summary: Summary, at: number): Live["consumed"] {
  const before = world.pipelines.get(name)?.consumed ?? [];
  const count = summary.counters?.consumed;
  if (count === undefined) {
    return before;
  }
  const last = before.at(-1);
  if (last === undefined && summary.rates !== undefined) {
    // What the minute before brought is known as its mean.
    return [
      [at - MINUTE, Math.max(0, count - summary.rates.in * (MINUTE / 1000))],
      [at, count],
    ];
  }
  if (last !== undefined && (at - last[0] < 500 || count < last[1])) {
    return count < last[1] ? [[at, count]] : before;
  }
  const kept = before.filter(([then], index) => then >= at - MINUTE || (before[index + 1]?.[0] ?? 0) > at - MINUTE);
  return [...kept, [at, count]];
}

const RUNS: readonly State[] = ["RUNNING", "FAILED", "RETRYING", "COMPLETED"];
const RESTS: readonly State[] = ["STOPPED", "COMPLETED", "FAILED"];
const GOAL: Record<Order, readonly State[]> = { start: RUNS, restart: RUNS, stop: RESTS, delete: [] };

/**
 * What of an order is still to come about under a status. It has come about in a state that is a goal and that the
 * pipeline came into after the order was answered: of before there are events on their way that know nothing of it.
 * Another order since, of whomever, ends it too.
 */
function left({ ordered, orderedAt }: Live, status: Status): Pick<Live, "ordered" | "orderedAt"> {
  if (ordered === undefined || ordered === "delete" || orderedAt === undefined) {
    return { ordered, orderedAt };
  }
  const came = GOAL[ordered].includes(status.state) && isAfter(status.since, orderedAt);
  const isOverruled = isAfter(status.since, orderedAt) && status.desiredState !== desired(ordered);
  return came || isOverruled ? { ordered: undefined, orderedAt: undefined } : { ordered, orderedAt };
}

const desired = (order: Order) => (order === "stop" ? "STOPPED" : "RUNNING");
/** Times have more digits than milliseconds. */
const isAfter = (time: string, other: string) => time !== other && Date.parse(time) >= Date.parse(other);

/** Everything anew: whatever the snapshot does not have is gone. */
export function snapshot(summaries: Summary[], platform: Platform & { owner?: Owner }, at = Date.now()): void {
  const names = new Set(summaries.map((each) => each.name));
  for (const name of [...world.pipelines.keys()].filter((each) => !names.has(each))) {
    world.pipelines.delete(name);
    namesChanged = true;
    tell(`pipeline:${name}`);
  }
  for (const summary of summaries) {
    count(summary, at);
  }
  nameAll();
  tell("pipelines");
  platformIs(platform, platform.owner);
}

export function summarized(summary: Summary, at = Date.now(), more: Partial<Live> = {}): void {
  count(summary, at, more);
  nameAll();
}

function count(summary: Summary, at: number, more: Partial<Live> = {}): void {
  const { name } = summary;
  change(name, { consumed: sampled(name, summary, at), ...more }, summary);
}

export function progressed(summary: Summary, batch: Batch, at = Date.now()): void {
  summarized(summary, at, { batch });
}

/** The newest micro-batch before the page was opened; one that was seen since is newer. */
export function lastBatch(name: string, batch: Batch): void {
  if (world.pipelines.get(name)?.batch === undefined) {
    change(name, { batch });
  }
}

/** The state of the summary follows at once; its figures follow when they come. */
export function stated(name: string, status: Status): void {
  const before = world.pipelines.get(name)?.summary;
  const { lastError: _, nextRetryAt: __, ...kept } = before ?? { name, rowsPerSecond: 0 };
  const error = status.lastError === undefined ? {} : { lastError: status.lastError };
  const next = status.nextRetryAt === undefined ? {} : { nextRetryAt: status.nextRetryAt };
  const summary: Summary = { ...kept, ...error, ...next, state: status.state };
  const live = world.pipelines.get(name);
  change(name, { status, ...(live === undefined ? {} : left(live, status)) }, summary);
  nameAll();
}

/** What the server was asked for; events that came before the answer may know more. */
export function asked(name: string, status: Status): void {
  const known = world.pipelines.get(name)?.status;
  if (known === undefined || Date.parse(status.since) >= Date.parse(known.since)) {
    stated(name, status);
  }
}

/** What an order was answered: that it is taken, and how it is then; nothing more is to come where it is so already. */
export function answered(name: string, status: Status): void {
  const live = world.pipelines.get(name);
  if (live?.ordered !== undefined && live.ordered !== "delete") {
    const isSo = GOAL[live.ordered].includes(status.state);
    const taken = { ...live, orderedAt: status.since };
    change(name, isSo ? { ordered: undefined, orderedAt: undefined } : left(taken, live.status ?? status));
  }
  asked(name, status);
}

export function rejected(name: string, letters: Letter[]): void {
  const before = world.pipelines.get(name)?.letters ?? [];
  change(name, { letters: [...letters, ...before].slice(0, LETTERS) });
}

export function redefined(name: string, what: string): void {
  if (what === "deleted") {
    namesChanged = world.pipelines.delete(name) || namesChanged;
    nameAll();
    tell(`pipeline:${name}`, "pipelines");
  } else {
    change(name, { changes: (world.pipelines.get(name)?.changes ?? 0) + 1 });
  }
}

/** Shows an order as given until it has come about. Undefined takes it back. */
export function ordered(name: string, order: Order | undefined): void {
  change(name, { ordered: order, orderedAt: undefined });
}

export function platformIs(platform: Partial<Platform>, owner?: Owner): void {
  world.platform = { ...world.platform, ...platform } as Platform;
  world.owner = owner ?? world.owner;
  tell("platform");
}

/** @param since milliseconds; of a lost connection, when what is shown was true last */
export function connected(state: Connection["state"], since = Date.now()): void {
  if (world.connection.state !== state) {
    world.connection = { state, since };
    tell("connection");
  }
}
