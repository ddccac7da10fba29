import { useState } from "preact/hooks";
import type { History } from "../../api/schemas";
import { Time } from "../../parts/figures";
import { number, rate } from "../../parts/format";
import { Table } from "../../parts/table";
import { KINDS } from "./history";

type Point = History["points"][number];

type Phase = keyof NonNullable<NonNullable<Point["batchMillis"]>["phases"]>;
const phase = (name: Phase) => (point: Point) => number(point.batchMillis?.phases?.[name]);

const COLUMNS = {
  inRate: ["in, records/s", (point: Point) => rate(point.inRate)],
  outRate: ["stored, records/s", (point: Point) => rate(point.outRate)],
  rejectedRate: ["rejected, records/s", (point: Point) => rate(point.rejectedRate)],
  lag: ["lag, records", (point: Point) => number(point.lag)],
  lagSeconds: ["lag, seconds", (point: Point) => number(point.lagSeconds)],
  batches: ["batches", (point: Point) => number(point.batches)],
  mean: ["mean, ms", (point: Point) => number(point.batchMillis?.mean)],
  max: ["longest, ms", (point: Point) => number(point.batchMillis?.max)],
  latestOffset: ["find ends, ms", phase("latestOffset")],
  getBatch: ["plan the source, ms", phase("getBatch")],
  queryPlanning: ["plan, ms", phase("queryPlanning")],
  walCommit: ["note offsets, ms", phase("walCommit")],
  addBatch: ["decode, transform, write, ms", phase("addBatch")],
  commitOffsets: ["commit, ms", phase("commitOffsets")],
} as const;

const MOST = 120;

/** The figures that a chart draws, the newest first. */
export function PointTable({
  of,
  points,
  columns,
}: {
  of: string;
  points: readonly Point[];
  columns: (keyof typeof COLUMNS)[];
}) {
  const [open, setOpen] = useState(false);
  return (
    <details class="behind" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Table</summary>
      {open && (
        <Table
          caption={`The newest figures of ${of}`}
          rows={points.slice(-MOST).reverse()}
          keyOf={(point) => point.at}
          columns={[
            { head: "Time", cell: (point: Point) => <Time at={point.at} /> },
            ...columns.map((column) => ({ head: COLUMNS[column][0], cell: COLUMNS[column][1], numeric: true })),
          ]}
        />
      )}
    </details>
  );
}

/** The marks in the charts, in words. */
export function Happened({ marks }: { marks: History["marks"] }) {
  return marks.length === 0 ? null : (
    <div class="happened">
      <h3>What happened</h3>
      <ul>
        {marks
          .slice(-MOST)
          .reverse()
          .map((mark) => (
            <li key={mark.at + mark.kind + mark.text}>
              <Time at={mark.at} /> <strong class={KINDS[mark.kind].tone}>{KINDS[mark.kind].word}</strong>{" "}
              <span>{mark.text}</span>
            </li>
          ))}
      </ul>
    </div>
  );
}
