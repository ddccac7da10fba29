import { useAnswer } from "../../api/answer";
import { path } from "../../api/client";
import type { Batch, Pipeline } from "../../api/schemas";
import { useLive, usePlatform } from "../../live/hooks";
import { useLastBatch } from "../../live/last";
import { millis, rate } from "../../parts/format";
import { STEPS } from "./history";

type Stage = (typeof STEPS)[number]["id"];

const TITLES: Record<Stage, string> = {
  find: "Find records",
  plan: "Plan",
  carry: "Decode, transform, write",
  commit: "Commit",
};

export function stagesOf(batch: Batch | undefined): { id: Stage; millis: number | undefined; slowest: boolean }[] {
  const all = STEPS.map(({ id, of }) => {
    const known = of.map((phase) => batch?.durationMs[phase]).filter((each) => each !== undefined);
    return { id, millis: known.length === 0 ? undefined : known.reduce((sum, each) => sum + each, 0) };
  });
  const most = Math.max(0, ...all.map((each) => each.millis ?? 0));
  return all.map((each) => ({ ...each, slowest: most > 0 && each.millis === most }));
}

const X: Record<Stage, number> = { find: 8, plan: 236, carry: 420, commit: 936 };
const WIDTH: Record<Stage, number> = { find: 172, plan: 104, carry: 184, commit: 104 };
const MIDDLE = 92;

/** The way of a record, with how many pass each part of it and how long each step of the last micro-batch took. */
export function Way({ name }: { name: string }) {
  const live = useLive(name);
  const batch = useLastBatch(name);
  const { platform } = usePlatform();
  const { data } = useAnswer<Pipeline>(path`/pipelines/${name}`, undefined, live?.changes);
  if (live === undefined) {
    return null;
  }
  const { rates, counters } = live.summary;
  const filtered = rates === undefined ? undefined : Math.max(0, rates.in - rates.stored - rates.rejected);
  const ends = [
    ...(counters?.sinks ?? []).map(({ sink }) => ({
      id: sink as string,
      title: sink,
      sub: targetOf(data, sink),
      rate: rates?.stored,
      tone: platform?.[sink]?.reachable === false ? "trouble" : "well",
    })),
    {
      id: "letters",
      title: "Dead letters",
      sub: "",
      rate: rates?.rejected,
      tone: (rates?.rejected ?? 0) > 0 ? "trouble" : "rest",
    },
    { id: "filtered", title: "Filtered", sub: "", rate: filtered, tone: "rest" },
  ];
  const stages = stagesOf(batch);
  const topics = data?.definition.source.topics.join(", ") ?? "";
  const first = MIDDLE - ((ends.length - 1) * 48) / 2;
  return (
    <section class="card" aria-labelledby="way">
      <h2 id="way">The way of a record</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard. */}
      <section class="way" tabIndex={0} aria-label="Drawing">
        <svg viewBox="0 0 1048 188" role="img" aria-label={spoken(name, stages, ends)}>
          <Edge from={[180, MIDDLE]} to={[236, MIDDLE]} label={`${rate(rates?.in)}/s`} />
          <Edge from={[340, MIDDLE]} to={[420, MIDDLE]} />
          {ends.map((end, at) => (
            <g key={end.id} class={end.tone}>
              <Edge
                from={[604, MIDDLE]}
                to={[708, first + at * 48]}
                label={`${rate(end.rate)}/s`}
                faint={end.rate === 0}
              />
              <Node x={708} y={first + at * 48} width={172} height={38} title={end.title} sub={end.sub} />
              {at < (counters?.sinks.length ?? 0) && <Edge from={[880, first + at * 48]} to={[936, MIDDLE]} faint />}
            </g>
          ))}
          {stages.map(({ id, millis: took, slowest }) => (
            <g key={id} class={slowest ? "slowest" : ""}>
              <Node
                x={X[id]}
                y={MIDDLE}
                width={WIDTH[id]}
                height={56}
                title={id === "find" && topics !== "" ? topics : TITLES[id]}
                sub={took === undefined ? "–" : `${id === "find" ? "found in " : ""}${millis(took)}`}
              />
              {slowest && (
                <text x={X[id] + WIDTH[id] / 2} y={MIDDLE + 44} class="flag">
                  ▲ slowest
                </text>
              )}
            </g>
          ))}
        </svg>
      </section>
    </section>
  );
}

function targetOf(data: Pipeline | undefined, sink: string): string {
  const its = data?.definition.sinks.find((each) => each.type === sink);
  return its?.table ?? its?.collection ?? "";
}

function spoken(
  name: string,
  stages: ReturnType<typeof stagesOf>,
  ends: { title: string; rate: number | undefined }[],
): string {
  const slowest = stages.find((each) => each.slowest);
  const title = slowest && TITLES[slowest.id];
  const rates = ends.map((end) => `${end.title}: ${rate(end.rate)} records a second`).join("; ");
  return `${name}. ${rates}.${title === undefined ? "" : ` The slowest step is: ${title}.`}`;
}

interface NodeProps {
  x: number;
  y: number;
  width: number;
  height: number;
  title: string;
  sub: string;
}

function Node({ x, y, width, height, title, sub }: NodeProps) {
  return (
    <>
      <rect x={x} y={y - height / 2} width={width} height={height} rx="6" />
      <text x={x + width / 2} y={sub === "" ? y + 5 : y - 3}>
        <title>{title}</title>
        {short(title, width)}
      </text>
      {sub !== "" && (
        <text x={x + width / 2} y={y + 13} class="sub">
          {short(sub, width)}
        </text>
      )}
    </>
  );
}

const short = (text: string, width: number) => {
  const most = Math.floor(width / 7.2);
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
};

interface EdgeProps {
  from: [number, number];
  to: [number, number];
  label?: string;
  faint?: boolean;
}

function Edge({ from: [x, y], to: [toX, toY], label, faint }: EdgeProps) {
  const bend = (x + toX) / 2;
  return (
    <g class={`edge ${faint === true ? "faint" : ""}`}>
      <path d={`M${x} ${y}C${bend} ${y} ${bend} ${toY} ${toX - 7} ${toY}`} />
      <path d={`m${toX - 8} ${toY - 4} 8 4-8 4z`} class="tip" />
      {label !== undefined && (
        <text x={toX - 14} y={toY - 7} class="edge-label">
          {label}
        </text>
      )}
    </g>
  );
}
