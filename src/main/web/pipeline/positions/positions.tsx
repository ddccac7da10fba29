import { useMemo } from "preact/hooks";
import { useAnswer } from "../../api/answer";
import { path } from "../../api/client";
import type { Pipeline, Schemas } from "../../api/schemas";
import { useLivePart, useNow } from "../../live/hooks";
import { Count } from "../../parts/figures";
import { number } from "../../parts/format";
import { ProblemBox } from "../../parts/problem";
import { Table } from "../../parts/table";
import type { TabProps } from "../tabs";
import { Move } from "./move";
import { atRest, type Row, rowsOf } from "./plan";

const EVERY = 5_000;

const COLUMNS = [
  { head: "Topic", cell: (row: Row) => <span class="value">{row.topic}</span> },
  { head: "Partition", cell: (row: Row) => row.partition, numeric: true },
  { head: "Oldest", cell: (row: Row) => number(row.beginning), numeric: true },
  {
    head: "Goes on at",
    cell: (row: Row) => <b>{row.stored === undefined ? "not begun" : number(row.stored)}</b>,
    numeric: true,
  },
  { head: "End", cell: (row: Row) => number(row.end), numeric: true },
  { head: "Lag", cell: (row: Row) => <Count value={row.lag} unit="offsets" />, numeric: true },
];

/** Where the pipeline is in each partition, and the way to have it read elsewhere. */
export function Positions({ name }: TabProps) {
  const state = useLivePart(name, (live) => live?.summary.state);
  // Positions change with each micro-batch; they are asked for every few seconds, and not while nobody sees them.
  const turn = `${Math.floor(useNow(EVERY) / EVERY)} ${state}`;
  const pipeline = useAnswer<Pipeline>(path`/pipelines/${name}`, undefined, turn);
  const offsets = useAnswer<Schemas["Offsets"]>(path`/pipelines/${name}/offsets`, undefined, turn);
  const topics = useAnswer<Schemas["Topic"][]>("/topics", undefined, turn);
  const rows = useMemo(
    () =>
      rowsOf(
        offsets.data ?? { partitions: [] },
        pipeline.data?.status.partitions ?? [],
        topics.data ?? [],
        pipeline.data?.definition.source.topics ?? [],
        state === undefined || atRest(state),
      ),
    [offsets.data, pipeline.data, topics.data, state],
  );
  // Who may see some pipelines only may see no topics: their ends are known from the pipeline, too.
  const problem = pipeline.problem ?? offsets.problem ?? (topics.problem?.status === 403 ? undefined : topics.problem);
  const reload = () => {
    pipeline.reload();
    offsets.reload();
    topics.reload();
  };
  const lag = rows.reduce((sum, row) => sum + (row.lag ?? 0), 0);
  return (
    <div class="positions stack">
      <ProblemBox problem={problem} again={reload} />
      {offsets.data !== undefined && (
        <section class="card stack">
          <h2 class="row">
            Partitions{" "}
            <small class="quiet">
              {number(rows.length)} in {number(new Set(rows.map((row) => row.topic)).size)}{" "}
              {pipeline.data?.definition.source.topics.length === 1 ? "topic" : "topics"}, lag{" "}
              <Count value={lag} unit="offsets" />
            </small>
          </h2>
          <Table
            caption="Positions by partition"
            columns={COLUMNS}
            rows={rows}
            keyOf={(row) => `${row.topic}/${row.partition}`}
          />
          <p class="quiet">
            Offsets can have gaps, of transactions and compaction: a lag of offsets is at least as many as records.
          </p>
        </section>
      )}
      {state !== undefined && <Move name={name} rows={rows} isAtRest={atRest(state)} onMoved={reload} />}
    </div>
  );
}
