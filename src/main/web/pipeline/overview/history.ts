import type { History } from "../../api/schemas";

type Kind = History["marks"][number]["kind"];

/** What a mark is called and how it is drawn. */
export const KINDS: Record<Kind, { word: string; tone: "waiting" | "trouble" | "filtered" }> = {
  start: { word: "started", tone: "filtered" },
  stop: { word: "stopped", tone: "filtered" },
  completion: { word: "completed", tone: "filtered" },
  failure: { word: "failed", tone: "trouble" },
  retry: { word: "tried again", tone: "trouble" },
  definition: { word: "changed", tone: "waiting" },
  replay: { word: "replayed", tone: "waiting" },
  offsets: { word: "moved", tone: "waiting" },
  gap: { word: "not kept", tone: "filtered" },
};

/** The steps of a micro-batch as people know them, and the phases that Spark has of each. */
export const STEPS = [
  { id: "find", label: "find records", of: ["latestOffset", "getBatch"] },
  { id: "plan", label: "plan", of: ["queryPlanning"] },
  { id: "carry", label: "decode, transform, write", of: ["addBatch"] },
  { id: "commit", label: "commit", of: ["walCommit", "commitOffsets"] },
] as const;

type Column =
  | "inRate"
  | "outRate"
  | "rejectedRate"
  | "lag"
  | "lagSeconds"
  | "mean"
  | "max"
  | (typeof STEPS)[number]["id"];
type Values = Record<Column, (number | null)[]>;

const empty = (): Values => ({
  inRate: [],
  outRate: [],
  rejectedRate: [],
  lag: [],
  lagSeconds: [],
  mean: [],
  max: [],
  find: [],
  plan: [],
  carry: [],
  commit: [],
});

/** The points as columns. Where points are missing, nobody looked: a null there breaks the line. */
export function drawn(history: History | undefined): { times: number[]; values: Values } {
  const times: number[] = [];
  const values = empty();
  const step = secondsOf(history?.step ?? "PT1S");
  for (const point of history?.points ?? []) {
    const at = Date.parse(point.at) / 1000;
    const last = times.at(-1);
    if (last !== undefined && at - last > step * 1.5) {
      times.push(last + step);
      for (const column of Object.values(values)) {
        column.push(null);
      }
    }
    times.push(at);
    values.inRate.push(point.inRate);
    values.outRate.push(point.outRate);
    values.rejectedRate.push(point.rejectedRate);
    values.lag.push(point.lag ?? null);
    values.lagSeconds.push(point.lagSeconds ?? null);
    values.mean.push(point.batchMillis?.mean ?? null);
    values.max.push(point.batchMillis?.max ?? null);
    const phases = point.batchMillis?.phases;
    for (const { id, of } of STEPS) {
      values[id].push(phases === undefined ? null : of.reduce((sum, phase) => sum + phases[phase], 0));
    }
  }
  return { times, values };
}

/** Of a duration such as PT1M30S. */
export function secondsOf(iso: string): number {
  const [, days = "0", hours = "0", minutes = "0", seconds = "0"] =
    /^P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(iso) ?? [];
  return Number(days) * 86_400 + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
