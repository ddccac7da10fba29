import type { Counters, State } from "../api/schemas";
import { usePlatform } from "../live/hooks";
import { number } from "../parts/format";

/**
 * A tick for each store that has all that was read and not filtered or rejected before it, and refused nothing. None
 * where nothing was read, and none while the pipeline does not get on: what it read last is not counted then.
 */
export function Ticks({ counters, state }: { counters: Counters | undefined; state: State }) {
  const { platform } = usePlatform();
  return (
    <span class="ticks">
      {counters?.sinks.map(({ sink, stored, rejected }) => {
        const open = counters.consumed - counters.filtered - counters.rejected - stored - rejected;
        const away = platform?.[sink]?.reachable === false;
        const [sign, tone, word] = away
          ? ["✕", "trouble", "cannot be reached"]
          : rejected > 0
            ? ["!", "trouble", `refused ${number(rejected)}`]
            : counters.consumed === 0
              ? ["–", "rest", "nothing was read yet"]
              : open > 0
                ? ["…", "waiting", `${number(open)} on their way`]
                : state === "RETRYING" || state === "FAILED"
                  ? ["–", "waiting", "has all that was counted; the micro-batch that failed is not"]
                  : ["✓", "well", "has all that was read for it, and refused none"];
        return (
          <span key={sink} class={`tick ${tone}`} title={`${sink}: ${number(stored)} stored; ${word}`}>
            {sink}
            <span aria-hidden="true"> {sign}</span>
            <span class="sr">{word}</span>
          </span>
        );
      })}
    </span>
  );
}
