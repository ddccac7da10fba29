import { useState } from "preact/hooks";
import { useAnswer } from "../api/answer";
import { API_ADDRESS, path } from "../api/client";
import type { Schemas } from "../api/schemas";
import { Empty } from "../parts/empty";
import { Age, Count } from "../parts/figures";
import { number } from "../parts/format";
import { Payload } from "../parts/payload";
import { ProblemBox } from "../parts/problem";
import { curl } from "../parts/shown";
import { ShownForms } from "../parts/shown-forms";
import { Table } from "../parts/table";
import { Value } from "../parts/value";
import { Link } from "../route/link";
import { Append, BeginAppend } from "./append-form";

type Partition = Schemas["TopicPartition"];
type Topic = Schemas["Topic"];
type TopicRecord = Schemas["TopicRecord"];

const PARTITIONS = [
  { head: "Partition", cell: (its: Partition) => its.partition, numeric: true },
  { head: "Oldest", cell: (its: Partition) => number(its.beginningOffset), numeric: true },
  { head: "End", cell: (its: Partition) => number(its.endOffset), numeric: true },
  {
    head: "Offsets held",
    cell: (its: Partition) => <Count value={its.endOffset - its.beginningOffset} unit="offsets" />,
    numeric: true,
  },
];

/** One topic: its partitions, its newest records, and the way to append to it. */
export function TopicPage({ topic }: { topic: string }) {
  const [limit, setLimit] = useState(20);
  const topics = useAnswer<Topic[]>("/topics");
  const records = useAnswer<TopicRecord[]>(path`/topics/${topic}/records`, { limit });
  const its = topics.data?.find((each) => each.name === topic);
  const reload = () => {
    topics.reload();
    records.reload();
  };
  return (
    <div class="stack narrow">
      <header class="row">
        <p class="crumbs">
          <Link to="topics">Topics</Link> <span aria-hidden="true">/</span>
        </p>
        <h1>{topic}</h1>
        <button type="button" onClick={reload} disabled={records.loading}>
          {records.loading ? "Reading…" : "Read again"}
        </button>
        <Link to={`new?topic=${encodeURIComponent(topic)}&step=schema`} class="button">
          New pipeline from it
        </Link>
      </header>
      <ProblemBox problem={records.problem ?? topics.problem} again={reload} />
      {its !== undefined && (
        <Table
          caption={`Partitions of ${topic}`}
          columns={PARTITIONS}
          rows={its.partitions}
          keyOf={(each) => each.partition}
        />
      )}
      {records.data !== undefined && (
        <section class="stack" aria-label="Newest records" aria-busy={records.loading}>
          <h2 class="row">
            Newest records
            <label class="small">
              at most{" "}
              <select value={limit} onChange={(event) => setLimit(Number(event.currentTarget.value))}>
                {[20, 100, 500].map((each) => (
                  <option key={each}>{each}</option>
                ))}
              </select>
            </label>
          </h2>
          {records.data.length === 0 && (
            <Empty
              title="It has no records"
              curl={curl("POST", API_ADDRESS + path`/topics/${topic}/records`, [{ quote: "Mind the gate." }])}
            >
              <p>Append one, or let something produce into Kafka.</p>
              <BeginAppend />
            </Empty>
          )}
          <div>
            {records.data.map((record) => (
              <RecordOf key={`${record.partition}/${record.offset}`} record={record} />
            ))}
          </div>
        </section>
      )}
      <Append topic={topic} onAppended={reload} />
      <ShownForms method="GET" path={path`/topics/${topic}/records`} />
    </div>
  );
}

function RecordOf({ record }: { record: TopicRecord }) {
  const position = `${record.partition}/${record.offset}`;
  return (
    <details class="record">
      <summary class="row">
        <span class="num">{position}</span>
        <Age at={record.timestamp} />
        {record.key !== undefined && (
          <small class="quiet">
            key <Value of={record.key} most={60} />
          </small>
        )}
        <span class="value line">{(record.payload ?? "no value: a tombstone").slice(0, 300)}</span>
      </summary>
      <Payload text={record.payload} encoding={record.encoding} label={`Value of ${position}`} />
      {record.headers.length > 0 && (
        <dl class="values">
          {record.headers.map((header, at) => (
            <div key={at}>
              <dt>{header.name}</dt>
              <dd>
                <Value of={header.value} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </details>
  );
}
