import type { Live } from "../live/store";

/** How much a pipeline wants to be looked at: the lower, the sooner. */
export const RANKS = ["broken", "rejecting", "changing", "running", "rest"] as const;
export type Rank = (typeof RANKS)[number];

export function rankOf({ summary }: Live): Rank {
  switch (summary.state) {
    case "FAILED":
    case "RETRYING":
      return "broken";
    case "STARTING":
    case "STOPPING":
      return "changing";
    case "RUNNING":
      return (summary.rates?.rejected ?? 0) > 0 ? "rejecting" : "running";
    default:
      return "rest";
  }
}

export const SHOWN = ["all", "trouble", "running", "rest"] as const;
export type Shown = (typeof SHOWN)[number];

const OF: Record<Shown, readonly Rank[]> = {
  all: RANKS,
  trouble: ["broken", "rejecting"],
  running: ["rejecting", "changing", "running"],
  rest: ["rest"],
};

/** The names to show in their order: trouble first, then by name. */
export function ordered(all: ReadonlyMap<string, Live>, shown: Shown, text: string): string[] {
  const wanted = text.trim().toLowerCase();
  return [...all.values()]
    .map((live) => ({ name: live.summary.name, rank: rankOf(live) }))
    .filter(({ name, rank }) => OF[shown].includes(rank) && name.toLowerCase().includes(wanted))
    .sort((one, other) => RANKS.indexOf(one.rank) - RANKS.indexOf(other.rank) || (one.name < other.name ? -1 : 1))
    .map(({ name }) => name);
}

export interface Totals {
  all: number;
  trouble: number;
  running: number;
  rest: number;
  inRate: number;
  rejectedLastHour: number;
  lag: number;
}

export function totals(all: ReadonlyMap<string, Live>): Totals {
  const sum: Totals = { all: 0, trouble: 0, running: 0, rest: 0, inRate: 0, rejectedLastHour: 0, lag: 0 };
  for (const live of all.values()) {
    const rank = rankOf(live);
    sum.all++;
    sum.trouble += Number(OF.trouble.includes(rank));
    sum.running += Number(OF.running.includes(rank));
    sum.rest += Number(rank === "rest");
    sum.inRate += live.summary.rates?.in ?? 0;
    sum.rejectedLastHour += live.summary.rejectedLastHour ?? 0;
    sum.lag += live.summary.lag ?? 0;
  }
  return sum;
}
