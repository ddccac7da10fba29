import { lazy } from "../parts/lazy";
import type { Tab } from "../route/place";

/** What each tab of a pipeline gets: whose it is, and what follows the tab in the address. */
export interface TabProps {
  name: string;
  rest: string[];
}

/** The tabs in their order, each loaded when it is opened. */
export const ROOMS: Record<Tab, { label: string; Room: ReturnType<typeof lazy<TabProps>> }> = {
  overview: { label: "Overview", Room: lazy(async () => (await import("./overview/overview")).Overview) },
  live: { label: "Live", Room: lazy(async () => (await import("./live/live")).Live) },
  letters: { label: "Dead letters", Room: lazy(async () => (await import("./letters/letters")).Letters) },
  results: { label: "Results", Room: lazy(async () => (await import("./results/results")).Results) },
  positions: { label: "Positions", Room: lazy(async () => (await import("./positions/positions")).Positions) },
  definition: { label: "Definition", Room: lazy(async () => (await import("./definition/definition")).DefinitionTab) },
  proof: { label: "Proof", Room: lazy(async () => (await import("./proof/proof")).Proof) },
};
