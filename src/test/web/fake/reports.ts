// What the made-up Sluice has kept of a pipeline.
import type { History, Offsets, Reconciliation, ResultPage, Versions } from "web/api/types";
import { written } from "./creating";
import type { Flow } from "./flow";
import type { World } from "./world";

export function history(flow: Flow, world: World): History {
  const rate = flow.summary().rates?.in ?? 0;
  const to = Math.floor(Date.now() / 60_000) * 60_000;
  const points = Array.from({ length: world.scene === "idle" ? 0 : 60 }, (_, number) => {
    const wave = 1 + 0.2 * Math.sin(number / 5);
    const inRate = Math.round(rate * wave);
    return {
      at: new Date(to - (60 - number) * 60_000).toISOString(),
      inRate,
      outRate: Math.round((inRate * 6) / 7),
      rejectedRate: number % 13 === 0 ? 1.5 : 0,
      lag: number === 31 ? 20_000 : 0,
      lagSeconds: number === 31 ? 12 : 0,
      batches: 60,
      batchMillis: {
        mean: Math.round(120 * wave),
        max: Math.round(240 * wave),
        phases: {
          latestOffset: 4,
          getBatch: 1,
          queryPlanning: 12,
          walCommit: 8,
          addBatch: Math.round(88 * wave),
          commitOffsets: 7,
        },
      },
    };
  });
  return {
    from: new Date(to - 3_600_000).toISOString(),
    to: new Date(to).toISOString(),
    step: "PT1M",
    points,
    marks: [{ at: new Date(world.began - 1_900_000).toISOString(), kind: "start", text: "It runs." }],
  };
}

export function offsets(flow: Flow): Offsets {
  return {
    partitions: flow
      .status()
      .partitions.map(({ topic, partition, processedOffset }) => ({ topic, partition, nextOffset: processedOffset })),
  };
}

export function versions(world: World): Versions {
  const at = new Date(world.began - 86_400_000).toISOString();
  return {
    items: [
      { version: 2, at, by: "127.0.0.1", changes: [{ pointer: "/trigger/interval", before: "PT0S", after: "PT1S" }] },
      { version: 1, at, by: "127.0.0.1", changes: [] },
    ],
  };
}

export function results(world: World, flow: Flow): ResultPage {
  const at = new Date().toISOString();
  const many = world.scene === "idle" ? 0 : 50;
  const items = Array.from({ length: many }, (_, id) => ({
    id,
    kind: written(world, "BOOK"),
    amount: 12.5,
    at,
    _topic: flow.name,
    _partition: id % 3,
    _offset: 40_000 + id,
    _ordinal: 0,
    _ingested_at: at,
  }));
  return { items, page: 0, size: 50, total: many };
}

export function reconciliation(flow: Flow, world: World): Reconciliation {
  const place = { topic: flow.name, partition: 0 };
  const at = new Date(world.began - 60_000).toISOString();
  const store = { compared: true, missing: 0, unexpected: 0, different: 0, repaired: 0, examples: [] };
  const isWell = world.scene !== "troubled";
  const missing = (offset: number) => ({ position: { ...place, offset, ordinal: 0 }, kind: "MISSING" }) as const;
  return {
    state: "DONE",
    repair: false,
    checked: 120_000,
    of: 120_000,
    range: [{ ...place, from: 0, until: 120_000 }],
    stores: [
      isWell
        ? { ...store, sink: "postgres" }
        : {
            ...store,
            sink: "postgres",
            missing: 2,
            different: 1,
            examples: [
              missing(77),
              missing(78),
              { position: { ...place, offset: 1042, ordinal: 0 }, kind: "DIFFERENT", field: "amount" },
            ],
          },
      { ...store, sink: "mongo" },
    ],
    deadLetters: { missing: 0, repaired: 0, examples: [] },
    counters: isWell ? [] : [{ ...place, counter: "postgres.stored", ledger: 99_998, implied: 100_000 }],
    gone: [{ ...place, from: 0, until: 12, why: "retention" }],
    notes: [],
    startedAt: at,
    endedAt: at,
  };
}
