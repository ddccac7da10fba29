import type { Reconciliation } from "../../api/types";
import { number } from "../../parts/format";

/** What a reconciliation has proved, in a sentence, and whether that is well. Only one that is DONE proves anything. */
export interface Verdict {
  readonly tone: "well" | "waiting" | "trouble";
  readonly text: string;
}

export function verdictOf(report: Reconciliation): Verdict {
  switch (report.state) {
    case "RUNNING":
      return {
        tone: "waiting",
        text: report.repair ? "It compares, and writes what is missing or different." : "It compares.",
      };
    case "CANCELLED":
      return { tone: "waiting", text: "It was cancelled. What it had found until then is below; it proves nothing." };
    case "FAILED":
      return {
        tone: "trouble",
        text: `It broke off: ${report.error?.message ?? "no reason is known."} What is below proves nothing.`,
      };
    case "DONE":
      return done(report);
  }
}

function done(report: Reconciliation): Verdict {
  const found = faultsOf(report);
  const mended = report.stores.reduce((sum, store) => sum + store.repaired, report.deadLetters.repaired);
  const left = report.stores.filter((store) => !store.compared).map((store) => store.sink);
  if (found === 0 && left.length === 0) {
    return { tone: "well", text: `Everything is where it should be: ${number(report.checked)} offsets were compared.` };
  }
  if (found === 0) {
    return { tone: "waiting", text: `Nothing is wrong in what was compared; ${left.join(" and ")} cannot be.` };
  }
  const some = found === 1 ? "One thing is" : `${number(found)} things are`;
  return mended >= found
    ? { tone: "well", text: `${some} not as they should have been, and repaired. Reconcile again to prove it.` }
    : {
        tone: "trouble",
        text: `${some} not as they should be${mended > 0 ? `; ${number(mended)} were repaired` : ""}.`,
      };
}

/** How many rows, dead letters and counters are not as they should be. */
export function faultsOf(report: Reconciliation): number {
  return report.stores.reduce(
    (sum, store) => sum + store.missing + store.unexpected + store.different,
    report.deadLetters.missing + report.counters.length,
  );
}

/** Whether a repair would write anything: what is unexpected stays, and counters stay. */
export function isRepairable(report: Reconciliation): boolean {
  return (
    report.state !== "RUNNING" &&
    (report.deadLetters.missing > report.deadLetters.repaired ||
      report.stores.some((store) => store.missing + store.different > store.repaired))
  );
}
