import { memo } from "./memo";

const WIDTH = 88;
const HEIGHT = 20;
const SECONDS = 60;
const BINS = 30;

interface SparklineProps {
  /** Milliseconds and what was counted by then, the oldest first. */
  counted: readonly (readonly [number, number])[];
  now: number;
}

/** Milliseconds without news until it is taken that nothing came: before, it is on its way. */
const LATE = 2_500;

/** How much a second came in each two seconds of the last minute. */
export function rates(counted: SparklineProps["counted"], now: number): number[] {
  const size = (SECONDS / BINS) * 1000;
  const bins = new Array<number>(BINS).fill(0);
  const last = counted.at(-1)?.[0] ?? now;
  const end = Math.abs(now - last) < LATE ? last : now;
  for (let at = 1; at < counted.length; at++) {
    const [from, before] = counted[at - 1] ?? [0, 0];
    const [to, after] = counted[at] ?? [0, 0];
    if (to <= from) {
      continue;
    }
    const each = (after - before) / (to - from);
    for (let bin = 0; bin < BINS; bin++) {
      const start = end - (BINS - bin) * size;
      const shared = Math.min(to, start + size) - Math.max(from, start);
      if (shared > 0) {
        bins[bin] = (bins[bin] ?? 0) + (each * shared * 1000) / size;
      }
    }
  }
  return bins;
}

function Drawn({ counted, now }: SparklineProps) {
  const values = rates(counted, now);
  const most = Math.max(...values);
  const flat = most <= 0;
  const points = values
    .map(
      (value, at) =>
        `${((at * WIDTH) / (BINS - 1)).toFixed(1)},${(HEIGHT - 2 - (flat ? 0 : (value / most) * (HEIGHT - 4))).toFixed(1)}`,
    )
    .join(" ");
  return (
    <svg class="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} aria-hidden="true">
      {!flat && <polygon points={`0,${HEIGHT} ${points} ${WIDTH},${HEIGHT}`} />}
      <polyline points={points} class={flat ? "flat" : ""} />
    </svg>
  );
}

export const Sparkline = memo(Drawn);
