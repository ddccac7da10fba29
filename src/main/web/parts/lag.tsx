import type { Summary } from "../api/schemas";
import { Count } from "./figures";
import { about, duration } from "./format";

const TRENDS = { RISING: ["↗", "rising"], FALLING: ["↘", "falling"], STEADY: ["", "steady"] } as const;

/** How far behind: records, seconds, where it is going, and when it will have caught up. */
export function Lag({ of }: { of: Pick<Summary, "lag" | "lagSeconds" | "lagTrend" | "caughtUpInSeconds"> }) {
  const { lag, lagSeconds, lagTrend, caughtUpInSeconds } = of;
  if (lag === undefined) {
    return <span class="quiet">–</span>;
  }
  if (lag === 0) {
    return <span class="quiet">caught up</span>;
  }
  const [arrow, word] = TRENDS[lagTrend ?? "STEADY"];
  return (
    <span class={`lag ${lagTrend === "RISING" ? "waiting" : ""}`}>
      <Count value={lag} unit="records" />
      {lagSeconds !== undefined && <span class="num"> · {duration(lagSeconds)}</span>}
      {arrow !== "" && (
        <span>
          {" "}
          <span aria-hidden="true">{arrow}</span>
          <span class="sr">{word}</span>
        </span>
      )}
      {caughtUpInSeconds !== undefined && <small class="quiet"> caught up in {about(caughtUpInSeconds)}</small>}
    </span>
  );
}
