import { useMemo, useRef } from "preact/hooks";
import { useAnswer } from "../../api/answer";
import { path } from "../../api/client";
import type { History } from "../../api/schemas";
import { useNow } from "../../live/hooks";
import { Chart } from "../../parts/chart";
import { duration, millis, number, rate } from "../../parts/format";
import { ProblemBox } from "../../parts/problem";
import { useQuery } from "../../route/place";
import { Happened, PointTable } from "./behind";
import { drawn, KINDS, STEPS } from "./history";
import { Phases } from "./phases";

const SPANS = [
  ["5m", "5 min", 300, 5],
  ["1h", "1 hour", 3600, 10],
  ["6h", "6 hours", 21_600, 60],
  ["24h", "24 hours", 86_400, 60],
  ["7d", "7 days", 604_800, 300],
] as const;

const TONES = { find: "filtered", plan: "waiting", carry: "accent", commit: "well" } as const;

/** How it went, over five minutes to a week, with what happened meanwhile. */
export function Charts({ name }: { name: string }) {
  const [chosen, setChosen] = useQuery("span", "5m");
  const [, , seconds, every] = SPANS.find(([id]) => id === chosen) ?? SPANS[0];
  const time = Math.floor(useNow(every * 1000) / (every * 1000)) * every;
  // A server that is slower than the pace is heard out before it is asked for what comes after.
  const asking = useRef({ seconds, now: time, isOpen: false });
  if (!asking.current.isOpen || asking.current.seconds !== seconds) {
    asking.current = { seconds, now: time, isOpen: false };
  }
  const { now } = asking.current;
  const from = now - seconds;
  const query = { from: new Date(from * 1000).toISOString(), to: new Date(now * 1000).toISOString() };
  const { data, problem, loading, reload } = useAnswer<History>(path`/pipelines/${name}/progress`, query);
  asking.current.isOpen = loading;
  const { times, values } = useMemo(() => drawn(data), [data]);
  const marks = useMemo(
    () => (data?.marks ?? []).map((mark) => ({ at: Date.parse(mark.at) / 1000, tone: KINDS[mark.kind].tone })),
    [data],
  );
  const series = useMemo(
    () => ({
      rates: [
        { label: "in", tone: "accent" as const, values: values.inRate, filled: true },
        { label: "stored", tone: "well" as const, values: values.outRate },
      ],
      lag: [{ label: "records", tone: "accent" as const, values: values.lag, filled: true }],
      lagSeconds: [{ label: "seconds", tone: "waiting" as const, values: values.lagSeconds }],
      batch: [
        { label: "mean", tone: "accent" as const, values: values.mean },
        { label: "longest", tone: "filtered" as const, values: values.max, dashed: true },
      ],
      phases: STEPS.map(({ id, label }) => ({ label, tone: TONES[id], values: values[id] })),
      rejects: [{ label: "rejected", tone: "trouble" as const, values: values.rejectedRate, filled: true }],
    }),
    [values],
  );
  const shared = { times, marks, from, to: now, together: name };
  const points = data?.points ?? [];
  return (
    <section aria-labelledby="charts">
      <div class="row charts-head">
        <h2 id="charts">How it went</h2>
        <fieldset class="chips">
          <legend class="sr">How far back</legend>
          {SPANS.map(([id, label]) => (
            <button type="button" key={id} class="small" aria-pressed={id === chosen} onClick={() => setChosen(id)}>
              {label}
            </button>
          ))}
        </fieldset>
      </div>
      <ProblemBox problem={problem} again={reload} />
      <div class="charts">
        <figure class="card">
          <figcaption>Records/s, read and stored</figcaption>
          <Chart label={`Records a second of ${name}`} series={series.rates} format={rate} {...shared} />
          <PointTable of="rates" points={points} columns={["inRate", "outRate"]} />
        </figure>
        <figure class="card">
          <figcaption>Lag, records</figcaption>
          <Chart label={`Lag of ${name} in records`} series={series.lag} format={number} whole {...shared} />
          <PointTable of="lag" points={points} columns={["lag"]} />
        </figure>
        <figure class="card">
          <figcaption>Lag, time</figcaption>
          <Chart label={`Lag of ${name} in seconds`} series={series.lagSeconds} format={duration} whole {...shared} />
          <PointTable of="lag in time" points={points} columns={["lagSeconds"]} />
        </figure>
        <figure class="card">
          <figcaption>Rejected records/s</figcaption>
          <Chart label={`Rejected records a second of ${name}`} series={series.rejects} format={rate} {...shared} />
          <PointTable of="rejects" points={points} columns={["rejectedRate"]} />
        </figure>
        <figure class="card">
          <figcaption>Micro-batch, time</figcaption>
          <Chart
            label={`How long micro-batches of ${name} took`}
            series={series.batch}
            format={millis}
            whole
            {...shared}
          />
          <PointTable of="micro-batches" points={points} columns={["batches", "mean", "max"]} />
        </figure>
        <figure class="card">
          <figcaption>Micro-batch by phase, mean time</figcaption>
          <Chart
            label={`How long each phase of the micro-batches of ${name} took in the mean`}
            series={series.phases}
            format={millis}
            whole
            stacked
            {...shared}
          />
          <PointTable
            of="phases"
            points={points}
            columns={["latestOffset", "getBatch", "queryPlanning", "walCommit", "addBatch", "commitOffsets"]}
          />
        </figure>
        <Phases name={name} />
      </div>
      <Happened marks={data?.marks ?? []} />
    </section>
  );
}
