import { useEffect, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import { axisTime, time } from "./format";

export interface Series {
  label: string;
  /** The name of a colour among the tokens. */
  tone: "accent" | "well" | "waiting" | "trouble" | "filtered";
  values: readonly (number | null)[];
  /** Filled down to zero. */
  filled?: boolean;
  dashed?: boolean;
}

export interface Mark {
  /** Seconds. */
  at: number;
  tone: "waiting" | "trouble" | "filtered";
}

interface ChartProps {
  /** What is drawn, for those who do not see it. */
  label: string;
  /** Seconds, rising. */
  times: readonly number[];
  series: readonly Series[];
  marks: readonly Mark[];
  from: number;
  to: number;
  format: (value: number) => string;
  /** Whether there is nothing between two whole numbers. */
  whole?: boolean;
  /** Whether each series stands on the one before. */
  stacked?: boolean;
  /** Charts of one name show the same moment under the pointer. */
  together: string;
}

const HEIGHT = 168;
const WHOLE = Array.from({ length: 13 }, (_, power) => [1, 2, 5].map((each) => each * 10 ** power)).flat();

/** Lines over time. Where nothing was measured there is no line. */
export function Chart({ label, times, series, marks, from, to, format, whole, stacked = false, together }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>();
  const scheme = useScheme();
  const shown = useRef({ marks, from, to, format, whole, series, stacked });
  shown.current = { marks, from, to, format, whole, series, stacked };
  const kinds = series.map((each) => [each.label, each.tone, each.filled, each.dashed].join()).join(";");

  // biome-ignore lint/correctness/useExhaustiveDependencies: made anew for other series or colours; data is set below.
  useEffect(() => {
    const element = place.current;
    if (element === null) {
      return;
    }
    const made = new uPlot(options(element, series, shown, together), drawnOf(times, series, stacked), element);
    plot.current = made;
    const resized = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    resized.observe(element);
    return () => {
      resized.disconnect();
      made.destroy();
      plot.current = undefined;
    };
  }, [kinds, scheme, together]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: range and marks are drawn from what is shown now.
  useEffect(() => {
    plot.current?.setData(drawnOf(times, series, stacked));
  }, [times, series, from, to, stacked]);

  return <div ref={place} class="chart" role="img" aria-label={label} />;
}

/** The columns to draw; of stacked ones the sums. Where one is not known, what stands on it is not. */
export function drawnOf(times: readonly number[], series: readonly Series[], stacked: boolean): uPlot.AlignedData {
  let below: (number | null)[] = times.map(() => 0);
  const columns = series.map(({ values }) => {
    if (!stacked) {
      return [...values];
    }
    below = values.map((value, at) => {
      const sum = below[at];
      return value === null || sum === null || sum === undefined ? null : sum + value;
    });
    return below;
  });
  return [[...times], ...columns];
}

function options(
  element: HTMLElement,
  series: readonly Series[],
  shown: { current: Pick<ChartProps, "marks" | "from" | "to" | "format" | "whole" | "series" | "stacked"> },
  together: string,
): uPlot.Options {
  const colour = (tone: string) => colourOf(element, tone);
  const { stacked = false } = shown.current;
  const axis = { stroke: colour("dim"), grid: { stroke: colour("line"), width: 1 }, ticks: { show: false } };
  const font = `11px ${getComputedStyle(element).fontFamily}`;
  return {
    width: element.clientWidth,
    height: HEIGHT,
    padding: [8, 8, 0, 0],
    cursor: { sync: { key: together }, drag: { x: false, y: false }, points: { size: 6 } },
    scales: {
      x: { time: true, range: () => [shown.current.from, shown.current.to] },
      y: { range: (_, _least, most) => [0, Math.max(1, most * 1.1)] },
    },
    axes: [
      {
        ...axis,
        font,
        size: 28,
        space: 64,
        grid: { show: false },
        values: (_, ticks) => ticks.map((at) => axisTime(at * 1000, shown.current.to - shown.current.from)),
      },
      {
        ...axis,
        font,
        size: 56,
        space: 36,
        ...(shown.current.whole === true ? { incrs: WHOLE } : {}),
        values: (_, ticks) => ticks.map((tick) => shown.current.format(tick)),
      },
    ],
    series: [
      { label: "Time", value: (_, at) => (at === null ? "–" : time(at * 1000)) },
      ...series.map((each, place) => ({
        label: each.label,
        stroke: colour(each.tone),
        width: 1.5,
        ...(each.filled === true || (stacked && place === 0) ? { fill: faint(colour(each.tone)) } : {}),
        ...(each.dashed === true ? { dash: [4, 3] } : {}),
        points: { show: false },
        // What is drawn of a stacked one is a sum; it is told by itself.
        value: (_: uPlot, drawn: number | null, __: number, at: number | null) => {
          const value = stacked && at !== null ? (shown.current.series[place]?.values[at] ?? null) : drawn;
          return value === null ? "–" : shown.current.format(value);
        },
      })),
    ],
    bands: stacked
      ? series
          .slice(1)
          .map((each, at) => ({ series: [at + 2, at + 1] as [number, number], fill: faint(colour(each.tone)) }))
      : [],
    hooks: { draw: [(its) => drawMarks(its, shown.current.marks, colour)] },
  };
}

function drawMarks(its: uPlot, marks: readonly Mark[], colour: (tone: string) => string): void {
  const { ctx, bbox } = its;
  ctx.save();
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([2 * devicePixelRatio, 3 * devicePixelRatio]);
  for (const { at, tone } of marks) {
    const x = Math.round(its.valToPos(at, "x", true));
    if (x >= bbox.left && x <= bbox.left + bbox.width) {
      ctx.strokeStyle = colour(tone);
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
    }
  }
  ctx.restore();
}

/** A canvas knows no custom properties: what one stands for is asked of an element that has it. */
function colourOf(element: HTMLElement, tone: string): string {
  element.style.color = `var(--${tone})`;
  const { color } = getComputedStyle(element);
  element.style.color = "";
  return color;
}

const faint = (colour: string) => colour.replace(/^rgb\((.*)\)$/, "rgba($1, 0.14)");

function useScheme(): boolean {
  const [dark, setDark] = useState(() => matchMedia("(prefers-color-scheme: dark)").matches);
  useEffect(() => {
    const query = matchMedia("(prefers-color-scheme: dark)");
    const look = () => setDark(query.matches);
    query.addEventListener("change", look);
    return () => query.removeEventListener("change", look);
  }, []);
  return dark;
}
