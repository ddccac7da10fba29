import { useEffect, useState } from "preact/hooks";
import { useAnswer } from "../../api/answer";
import { API_ADDRESS, path } from "../../api/client";
import type { Schemas } from "../../api/schemas";
import { Empty } from "../../parts/empty";
import { number, UNKNOWN } from "../../parts/format";
import { ProblemBox } from "../../parts/problem";
import { curl } from "../../parts/shown";
import { Value } from "../../parts/value";
import { Link } from "../../route/link";
import { tabOf } from "../../route/place";
import { columnsOf, positionOf, questionOf, sortedBy, sortOf } from "./query";
import { Save } from "./save";

const SIZE = 50;
const TITLES = { postgres: "Postgres", mongo: "Mongo" } as const;

interface StoreRowsProps {
  name: string;
  store: "postgres" | "mongo";
  /** Its table or collection. */
  target: string;
  filters: string[];
  sorts: string[];
  onSorts: (sorts: string[]) => void;
  /** A record's position, as topic/partition/offset. */
  onRecord: (position: string) => void;
  onColumns: (columns: string[]) => void;
}

/** What one store has, page by page. */
export function StoreRows({ name, store, target, filters, sorts, onSorts, onRecord, onColumns }: StoreRowsProps) {
  const [cursors, setCursors] = useState<string[]>([]);
  const at = path`/pipelines/${name}/results/${store}`;
  const query = questionOf({ filters, sorts, after: cursors.at(-1), size: SIZE });
  const { data, problem, loading, reload } = useAnswer<Schemas["ResultPage"]>(at, query);
  const rows = data?.items ?? [];
  const columns = columnsOf(rows);
  const names = columns.join("\n");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the names stand for what changes.
  useEffect(() => onColumns(columns), [names]);
  const first = sorts[0] === undefined ? undefined : sortOf(sorts[0]);
  const total = data?.total;
  return (
    <section class="card stack" aria-label={TITLES[store]} aria-busy={loading}>
      <div class="row">
        <h2>
          {TITLES[store]} <code>{target}</code>
        </h2>
        <small class="quiet">
          {total === undefined
            ? ""
            : `${data?.estimated === true ? "about " : ""}${number(total)} ${total === 1 ? "row" : "rows"}`}
        </small>
        <button type="button" class="small" onClick={reload} disabled={loading}>
          {loading ? "Reading…" : "Read again"}
        </button>
        <Save {...{ name, store, target, filters, sorts }} />
      </div>
      <ProblemBox problem={problem} again={reload} />
      {data !== undefined && rows.length === 0 ? (
        filters.length > 0 ? (
          <p class="quiet">No row meets all filters.</p>
        ) : (
          <Empty title="Nothing is stored yet" curl={curl("GET", API_ADDRESS + at)}>
            <p>Rows come when records do.</p>
            <Link to={tabOf(name, "overview")} class="button">
              See what becomes of records
            </Link>
          </Empty>
        )
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard.
        <section class="scroll" tabIndex={0} aria-label={`Rows in ${TITLES[store]}`}>
          <table>
            <thead>
              <tr>
                <th scope="col">Record</th>
                {columns.filter(isShown).map((column) => (
                  <th
                    key={column}
                    scope="col"
                    aria-sort={first?.column !== column ? "none" : first.descending ? "descending" : "ascending"}
                  >
                    <button type="button" class="link" onClick={() => onSorts(sortedBy(sorts, column))}>
                      {column}
                      {first?.column === column ? (first.descending ? " ↓" : " ↑") : ""}
                    </button>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, i) => {
                const of = positionOf(row);
                const text = of === undefined ? UNKNOWN : `${of.partition}/${of.offset}`;
                return (
                  <tr key={i}>
                    <td class="num">
                      {of === undefined ? (
                        text
                      ) : (
                        <button
                          type="button"
                          class="link"
                          title={`The life of record ${of.topic}/${text}`}
                          onClick={() => onRecord(`${of.topic}/${text}`)}
                        >
                          {text}
                        </button>
                      )}
                    </td>
                    {columns.filter(isShown).map((column) => (
                      <td key={column}>
                        <Value of={row[column]} />
                      </td>
                    ))}
                  </tr>
                );
              })}
            </tbody>
          </table>
        </section>
      )}
      <nav class="row" aria-label={`Pages of ${TITLES[store]}`}>
        <button type="button" disabled={cursors.length === 0} onClick={() => setCursors(cursors.slice(0, -1))}>
          Previous
        </button>
        <button
          type="button"
          disabled={data?.next === undefined}
          onClick={() => setCursors([...cursors, data?.next ?? ""])}
        >
          Next
        </button>
        <span class="quiet">
          {cursors.length === 0 ? "The first page" : `Page ${number(cursors.length + 1)}`}
          {data?.cut === true ? ", shorter because its rows are large" : ""}
        </span>
      </nav>
    </section>
  );
}

/** The position stands in the first column. */
const isShown = (column: string) => !["_id", "_source", "_topic", "_partition", "_offset"].includes(column);
