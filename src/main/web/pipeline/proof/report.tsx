import type { ComponentChildren } from "preact";
import type { CounterFinding, Discrepancy, GoneOffsets, Reconciliation, StoreFindings } from "../../api/types";
import { number } from "../../parts/format";
import { type Column, Table } from "../../parts/table";

/** Examples that are shown of each store; the API has a thousand of each kind. */
const SHOWN = 50;

const STORES: Column<StoreFindings>[] = [
  { head: "Store", cell: (store) => store.sink },
  { head: "Missing", cell: (store) => figure(store, store.missing), numeric: true },
  { head: "Different", cell: (store) => figure(store, store.different), numeric: true },
  { head: "Unexpected", cell: (store) => figure(store, store.unexpected), numeric: true },
  { head: "Repaired", cell: (store) => (store.compared ? number(store.repaired) : "–"), numeric: true },
];

const EXAMPLES: Column<Example>[] = [
  { head: "In", cell: ({ of }) => of },
  { head: "Is", cell: ({ found }) => found.kind.toLowerCase() },
  { head: "Record", cell: ({ found }) => <code>{placeOf(found)}</code> },
  { head: "Column or stage", cell: ({ found }) => found.field ?? "" },
];

const COUNTERS: Column<CounterFinding>[] = [
  { head: "Counter", cell: (each) => <code>{each.counter}</code> },
  { head: "Partition", cell: (each) => `${each.topic}/${each.partition}` },
  { head: "Says", cell: (each) => number(each.ledger), numeric: true },
  { head: "Should say", cell: (each) => number(each.implied), numeric: true },
];

const GONE: Column<GoneOffsets>[] = [
  { head: "Partition", cell: (each) => `${each.topic}/${each.partition}` },
  { head: "From", cell: (each) => number(each.from), numeric: true },
  { head: "Until before", cell: (each) => number(each.until), numeric: true },
  { head: "Because of", cell: (each) => each.why },
];

interface Example {
  readonly of: string;
  readonly found: Discrepancy;
}

/** What a reconciliation has found, with the records that it is about. */
export function Report({ report }: { readonly report: Reconciliation }) {
  const { deadLetters } = report;
  const examples: Example[] = [
    ...report.stores.flatMap((store) => store.examples.slice(0, SHOWN).map((found) => ({ of: store.sink, found }))),
    ...deadLetters.examples.slice(0, SHOWN).map((found) => ({ of: "dead letters", found })),
  ];
  return (
    <>
      {report.notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
      <Table caption="Stores" columns={STORES} rows={report.stores} keyOf={(store) => store.sink} />
      {deadLetters.missing > 0 ? (
        <p>
          {number(deadLetters.missing)} dead letters are missing, of which {number(deadLetters.repaired)} were written
          again.
        </p>
      ) : null}
      {examples.length > 0 ? (
        <Titled title="Records that it is about">
          <Table caption="Records that it is about" columns={EXAMPLES} rows={examples} keyOf={keyOf} />
        </Titled>
      ) : null}
      {report.counters.length > 0 ? (
        <Titled title="Counters that say something else">
          <Table
            caption="Counters that say something else"
            columns={COUNTERS}
            rows={report.counters}
            keyOf={(each) => `${each.counter} ${each.topic} ${each.partition}`}
          />
        </Titled>
      ) : null}
      {report.gone.length > 0 ? (
        <Titled title="Offsets without a record">
          <Table
            caption="Offsets without a record"
            columns={GONE}
            rows={report.gone}
            keyOf={(each) => `${each.topic} ${each.partition} ${each.from}`}
          />
        </Titled>
      ) : null}
      {report.range.length > 0 ? (
        <p class="quiet">
          Compared:{" "}
          {report.range
            .map(
              ({ topic, partition, from, until }) =>
                `${topic}/${partition} from ${number(from)} until before ${number(until)}`,
            )
            .join("; ")}
        </p>
      ) : null}
    </>
  );
}

function Titled({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <section class="titled">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function figure(store: StoreFindings, many: number) {
  if (!store.compared) {
    return <span title="This store cannot be compared, as in upsert mode">–</span>;
  }
  return many === 0 ? "0" : <strong class="found">{number(many)}</strong>;
}

function placeOf({ position }: Discrepancy): string {
  const { topic, partition, offset, ordinal } = position;
  return `${topic}/${partition}/${offset}${ordinal === undefined ? "" : `/${ordinal}`}`;
}

function keyOf({ of, found }: Example): string {
  return `${of} ${found.kind} ${placeOf(found)} ${found.field ?? ""}`;
}
