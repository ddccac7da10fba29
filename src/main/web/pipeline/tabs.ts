import { lazy } from "../parts/lazy";
import type { Tab } from "../route/place";

/** What each tab of a pipeline gets: whose it is, and what follows the tab in the address. */
export interface TabProps {
  name: string;
  rest: string[];
}

/** The tabs in their order, each loaded when it is opened. */
export const ROOMS: Record<Tab, ReturnType<typeof lazy<TabProps>>> = {
  overview: lazy(async () => (await import("./overview/overview")).Overview),
  live: lazy(async () => (await import("./live/live")).Live),
  letters: lazy(async () => (await import("./letters/letters")).Letters),
  results: lazy(async () => (await import("./results/results")).Results),
  positions: lazy(async () => (await import("./positions/positions")).Positions),
  definition: lazy(async () => (await import("./definition/definition")).DefinitionTab),
  proof: lazy(async () => (await import("./proof/proof")).Proof),
};
