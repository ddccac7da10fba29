import type { Counters } from "../api/schemas";
import { usePlatform } from "../live/hooks";
import { number } from "../parts/format";

/** A tick for each store that has all that it was to get; a cross for one that cannot be reached. */
export function Ticks({ counters }: { counters: Counters | undefined }) {
  const { platform } = usePlatform();
  return (
    <span class="ticks">
      {counters?.sinks.map(({ sink, stored, rejected }) => {
        const open = counters.consumed - counters.filtered - counters.rejected - stored - rejected;
        const away = platform?.[sink]?.reachable === false;
        const tone = away || rejected > 0 ? "trouble" : open === 0 ? "well" : "waiting";
        const word = away
          ? "cannot be reached"
          : rejected > 0
            ? `refused ${number(rejected)}`
            : open === 0
              ? "has all"
              : `${number(open)} on their way`;
        return (
          <span key={sink} class={`tick ${tone}`} title={`${sink}: ${number(stored)} stored; ${word}`}>
            {sink}
            <span aria-hidden="true"> {away ? "✕" : rejected > 0 ? "!" : open === 0 ? "✓" : "…"}</span>
            <span class="sr">{word}</span>
          </span>
        );
      })}
    </span>
  );
}
