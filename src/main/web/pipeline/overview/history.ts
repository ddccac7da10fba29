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

type Values = Record<"inRate" | "outRate" | "rejectedRate" | "lag" | "lagSeconds" | "mean" | "max", (number | null)[]>;

/** The points as columns. Where points are missing, nobody looked: a null there breaks the line. */
export function drawn(history: History | undefined): { times: number[]; values: Values } {
  const times: number[] = [];
  const values: Values = { inRate: [], outRate: [], rejectedRate: [], lag: [], lagSeconds: [], mean: [], max: [] };
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
  }
  return { times, values };
}

/** Of a duration such as PT1M30S. */
export function secondsOf(iso: string): number {
  const [, days = "0", hours = "0", minutes = "0", seconds = "0"] =
    /^P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(iso) ?? [];
  return Number(days) * 86_400 + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
