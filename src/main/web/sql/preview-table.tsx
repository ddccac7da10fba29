import { useEffect, useRef, useState } from "preact/hooks";
import type { Schemas } from "../api/schemas";
import { number } from "../parts/format";
import { Payload } from "../parts/payload";
import { ProblemBox } from "../parts/problem";
import { Value } from "../parts/value";
import type { Said } from "./asking";

type Previewed = Schemas["PreviewedRecord"];

const OUTCOMES = ["stored", "filtered", "rejected", "unfinished"] as const;

interface PreviewTableProps {
  said: Said<Schemas["Preview"]>;
  /** The outcome that is shown alone at first; empty for all. Who asked for one is led to it. */
  first: string;
  /** Tells why a record was filtered, by its place: topic/partition/offset. */
  onWhy: ((position: string) => void) | undefined;
}

/** What records become: their rows, or why there are none. */
export function PreviewTable({ said, first, onWhy }: PreviewTableProps) {
  const [only, setOnly] = useState<string>(first);
  const place = useRef<HTMLElement>(null);
  const preview = said.data;
  const isThere = preview !== undefined;
  useEffect(() => {
    if (isThere && first !== "") {
      place.current?.scrollIntoView?.({ block: "nearest" });
    }
  }, [isThere, first]);
  if (preview === undefined) {
    return said.problem === undefined ? (
      <p class="quiet">Trying it on records…</p>
    ) : (
      <ProblemBox problem={said.problem} />
    );
  }
  const columns = preview.output.map((column) => column.name);
  if (preview.records.length === 0 && preview.errors.length > 0) {
    return <p class="quiet">What becomes of records is shown once the faults are mended.</p>;
  }
  const records = preview.records.filter((record) => only === "" || record.outcome === only);
  return (
    <section ref={place} class={`preview ${said.asking ? "stale" : ""}`} aria-label="Preview" aria-busy={said.asking}>
      <ProblemBox problem={said.problem} />
      <p class="row">
        {OUTCOMES.map((outcome) => {
          const count = preview.records.filter((record) => record.outcome === outcome).length;
          return (
            (count > 0 || outcome === "stored" || only === outcome) && (
              <button
                key={outcome}
                type="button"
                class={`small outcome ${outcome}`}
                aria-pressed={only === outcome}
                onClick={() => setOnly(only === outcome ? "" : outcome)}
              >
                {number(count)} {outcome}
              </button>
            )
          );
        })}
        <span class="quiet">
          of {number(preview.records.length)} records
          {preview.cut === true ? "; there are more, which took too long" : ""}
        </span>
      </p>
      {preview.notices.map((notice) => (
        <p key={notice} class="quiet">
          {notice}
        </p>
      ))}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard. */}
      <section class="scroll" tabIndex={0} aria-label="What records become">
        <table>
          <thead>
            <tr>
              <th scope="col">Record</th>
              <th scope="col">Outcome</th>
              {preview.output.map((column) => (
                <th key={column.name} scope="col">
                  {column.name} <small class="quiet">{column.type}</small>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {records.map((record) => (
              <RecordRows
                key={`${record.topic}/${record.partition}/${record.offset}`}
                record={record}
                columns={columns}
                onWhy={onWhy}
              />
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

interface RecordRowsProps extends Pick<PreviewTableProps, "onWhy"> {
  record: Previewed;
  columns: string[];
}

function RecordRows({ record, columns, onWhy }: RecordRowsProps) {
  const [open, setOpen] = useState(false);
  const rows = record.rows ?? [];
  const width = Math.max(1, columns.length);
  const position = `${record.partition}/${record.offset}`;
  return (
    <>
      {(rows.length === 0 ? [undefined] : rows).map((row, at) => (
        <tr key={at}>
          <td class="num">
            {at === 0 && (
              <button
                type="button"
                class="link"
                aria-expanded={open}
                onClick={() => setOpen(!open)}
                title={record.topic}
              >
                {position}
              </button>
            )}
          </td>
          <td class={`outcome ${record.outcome}`}>{at === 0 ? record.outcome : ""}</td>
          {row === undefined ? (
            <td colSpan={width} class="quiet">
              {record.stage !== undefined && <b>{record.stage}: </b>}
              {record.reason ?? (record.outcome === "filtered" ? "the transform yields no row" : "")}
              {record.outcome === "filtered" && onWhy !== undefined && (
                <>
                  {" "}
                  <button
                    type="button"
                    class="small"
                    aria-label={`Why ${record.topic}/${position} is filtered`}
                    onClick={() => onWhy(`${record.topic}/${position}`)}
                  >
                    Why?
                  </button>
                </>
              )}
            </td>
          ) : (
            columns.map((column) => (
              <td key={column}>
                <Value of={row[column]} />
              </td>
            ))
          )}
        </tr>
      ))}
      {record.rowCount !== undefined && (
        <tr>
          <td colSpan={width + 2} class="quiet">
            {number(record.rowCount)} rows in all
          </td>
        </tr>
      )}
      {open && (
        <tr>
          <td colSpan={width + 2}>
            <Payload text={record.payload} encoding={record.encoding} label={`Value of record ${position}`} />
          </td>
        </tr>
      )}
    </>
  );
}
