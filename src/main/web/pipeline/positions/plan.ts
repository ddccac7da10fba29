// What somebody means to do to the offsets of a pipeline, and what that makes it read again or leave out.
import type { Schemas } from "../../api/schemas";

export interface Row {
  topic: string;
  partition: number;
  /** The oldest offset that Kafka still has; undefined while it is not known. */
  beginning?: number | undefined;
  /** Where the pipeline goes on; undefined before its first start. */
  stored?: number | undefined;
  end?: number | undefined;
  lag?: number | undefined;
}

/** Every partition that is known from the ledger, from the status or from Kafka, in order. */
export function rowsOf(
  offsets: Schemas["Offsets"],
  status: Schemas["PartitionStatus"][],
  topics: Schemas["Topic"][],
  named: string[],
  isAtRest: boolean,
): Row[] {
  const rows = new Map<string, Row>();
  const row = (topic: string, partition: number): Row => {
    const key = `${topic}/${partition}`;
    const its = rows.get(key) ?? { topic, partition };
    rows.set(key, its);
    return its;
  };
  for (const topic of topics.filter((each) => named.includes(each.name))) {
    for (const each of topic.partitions) {
      Object.assign(row(topic.name, each.partition), { beginning: each.beginningOffset, end: each.endOffset });
    }
  }
  for (const each of status) {
    const its = row(each.topic, each.partition);
    its.end ??= each.endOffset;
    if (!isAtRest && each.endOffset !== undefined) {
      // While it runs, offsets that were asked for at different times would not agree: these are of one moment.
      Object.assign(its, { stored: each.processedOffset, end: each.endOffset, lag: each.lag });
    }
  }
  for (const each of offsets.partitions) {
    const its = row(each.topic, each.partition);
    its.stored ??= each.nextOffset;
  }
  const all = [...rows.values()];
  for (const its of all.filter((each) => each.stored !== undefined && each.end !== undefined)) {
    its.lag ??= Math.max(0, (its.end ?? 0) - (its.stored ?? 0));
  }
  return all.sort((a, b) => (a.topic < b.topic ? -1 : a.topic > b.topic ? 1 : a.partition - b.partition));
}

/** Where to go: the same for all partitions, or an offset of one. */
export type Aim =
  | { to: "earliest" | "latest" }
  | { to: "offset"; topic: string; partition: number; offset: number }
  | { to: "time"; found: { topic: string; partition: number; offset: number }[] };

export interface Move {
  topic: string;
  partition: number;
  nextOffset: number;
  from: number | undefined;
  /** Offsets that are read once more; not all of them need have a record. */
  again: number;
  /** Offsets that are never read. */
  skipped: number;
  /** What Kafka does not have any more of those to be read again. */
  gone: number;
}

/** What is to be ordered: only partitions in which something changes. */
export function movesOf(rows: Row[], aim: Aim): Move[] {
  return rows.flatMap((row) => {
    const next = nextOf(row, aim);
    if (next === undefined || next === row.stored) {
      return [];
    }
    const from = row.stored ?? row.beginning ?? 0;
    return [
      {
        topic: row.topic,
        partition: row.partition,
        from: row.stored,
        nextOffset: next,
        again: row.stored === undefined ? 0 : Math.max(0, from - Math.max(next, row.beginning ?? 0)),
        skipped: Math.max(0, next - from),
        gone: Math.max(0, Math.min(from, row.beginning ?? 0) - next),
      },
    ];
  });
}

function nextOf(row: Row, aim: Aim): number | undefined {
  switch (aim.to) {
    case "earliest":
      return row.beginning;
    case "latest":
      return row.end;
    case "offset":
      return aim.topic === row.topic && aim.partition === row.partition ? aim.offset : undefined;
    case "time":
      return aim.found.find((each) => each.topic === row.topic && each.partition === row.partition)?.offset;
  }
}

/** The body of the order. */
export const orderOf = (moves: Move[]) => ({
  partitions: moves.map(({ topic, partition, nextOffset }) => ({ topic, partition, nextOffset })),
});

/** The times of the day are those of whoever looks; the API takes UTC. Undefined for what is no time. */
export function utcOf(local: string): string | undefined {
  const time = new Date(local);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

/** The states in which offsets can be set. */
export const atRest = (state: string) => ["CREATED", "STOPPED", "FAILED", "COMPLETED"].includes(state);
