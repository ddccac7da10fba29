// What the made-up Sluice says of a pipeline that is being made, changed or removed, and of one record.
import type { Preview, PreviewedRecord, RecordLife, Removal, SchemaProposal, Validation } from "web/api/types";
import type { Flow } from "./flow";
import { MARKUP } from "./scene";
import type { World } from "./world";

const SCHEMA = "id BIGINT NOT NULL, kind STRING, amount DECIMAL(12,2), at TIMESTAMP";

const OUTPUT = [
  { name: "id", type: "BIGINT", nullable: false, postgresType: "bigint" },
  { name: "kind", type: "STRING", nullable: true, postgresType: "text" },
  { name: "amount", type: "DECIMAL(12,2)", nullable: true, postgresType: "numeric(12,2)" },
];

/** What users write in a scene: markup where they are hostile. */
export function written(world: World, otherwise: string): string {
  return world.scene === "hostile" ? MARKUP : otherwise;
}

export function proposal(world: World, topic: string): SchemaProposal {
  const field = { notNull: false, null: 0, present: 1, hints: [], narrower: [], conflicts: [] };
  const kind = written(world, "book");
  return {
    topic,
    format: "json",
    schema: SCHEMA,
    records: 1000,
    cut: false,
    fields: [
      { ...field, path: "id", type: "BIGINT", notNull: true, types: { INT: 1000 }, examples: ["1", "2", "3"] },
      { ...field, path: "kind", type: "STRING", types: { STRING: 1000 }, examples: [kind, "game"] },
      {
        ...field,
        path: "amount",
        type: "DECIMAL(12,2)",
        present: 0.93,
        null: 0.02,
        types: { DECIMAL: 920, STRING: 10 },
        examples: ["12.50", '"twelve"'],
        narrower: [{ type: "DECIMAL(12,2)", misses: 10, of: 930, text: "DECIMAL(12,2) fits all but 10 of 930" }],
        conflicts: ["10 texts, 920 numbers: STRING would read all of them"],
      },
      { ...field, path: "at", type: "TIMESTAMP", types: { TIMESTAMP: 1000 }, examples: ["2026-11-22T13:24:05.641Z"] },
    ],
    notices: ["The timestamps have no zone in 3 of 1,000 records; they are read as UTC."],
    shapes: [
      { share: 0.8, records: 800, schema: SCHEMA, when: "kind = 'book'" },
      { share: 0.2, records: 200, schema: "id BIGINT NOT NULL, kind STRING", when: "kind = 'game'" },
    ],
    undecodable: { count: 2, examples: [{ partition: 0, offset: 39_990, reason: "the value is not a JSON object" }] },
  };
}

export function preview(world: World, topic: string): Preview {
  const timestamp = new Date(world.began).toISOString();
  const records = Array.from({ length: 50 }, (_, id): PreviewedRecord => {
    const kind = written(world, "book");
    const common = { topic, partition: id % 3, offset: 40_000 - id, timestamp, encoding: "utf8" as const };
    if (id % 7 === 5) {
      return {
        ...common,
        payload: JSON.stringify({ id, kind, amount: "twelve" }),
        outcome: "rejected",
        stage: "decode",
        reason: `field "amount": "${written(world, "twelve")}" is not a DECIMAL(12,2)`,
        field: "amount",
      };
    }
    const payload = JSON.stringify({ id, kind, amount: id - 3 });
    return id < 3
      ? { ...common, payload, outcome: "filtered" }
      : { ...common, payload, outcome: "stored", rows: [{ id, kind: kind.toUpperCase(), amount: id - 3 }] };
  });
  return { records, output: OUTPUT, errors: [], notices: [] };
}

export function validation(): Validation {
  const columns = OUTPUT.map(({ name, postgresType }) => `"${name}" ${postgresType}`).join(", ");
  const position = '"_topic" text, "_partition" integer, "_offset" bigint, "_ordinal" integer';
  const key = 'PRIMARY KEY ("_topic", "_partition", "_offset", "_ordinal")';
  return {
    valid: true,
    errors: [],
    output: OUTPUT,
    tables: [{ sink: 0, statement: `CREATE TABLE "orders" (${columns}, ${position}, ${key})` }],
    notices: [],
    unchecked: [],
    columns: { records: 1000, neverSeen: ["at"], unread: [] },
  };
}

export function removal(flow: Flow, isPurge: boolean): Removal {
  const rows = flow.summary().counters?.sinks[0]?.rows ?? 0;
  const action = isPurge ? "dropped" : "untouched";
  const target = { madeBySluice: true, target: flow.name, rows, action, why: "It was made by Sluice." } as const;
  return {
    targets: [
      { ...target, sink: "postgres" },
      { ...target, sink: "mongo" },
    ],
    deadLetters: flow.letters.length,
    deadLettersAre: isPurge ? "removed" : "kept",
  };
}

export function life(world: World, flow: Flow, partition: number, offset: number): RecordLife {
  const at = new Date(world.began - 60_000).toISOString();
  const kind = written(world, "book");
  const row = { id: offset, kind: kind.toUpperCase(), amount: 12.5, _topic: flow.name, _partition: partition };
  // Those that the preview shows as filtered.
  const isFiltered = offset > 39_997;
  const stores = { postgres: [{ ...row, _offset: offset }], mongo: [{ _id: `${flow.name}/${partition}/${offset}/0` }] };
  return {
    topic: flow.name,
    partition,
    offset,
    kafka: { timestamp: at, key: kind, keyEncoding: "utf8", payload: JSON.stringify({ kind }), encoding: "utf8" },
    read: true,
    decoded: { id: offset, kind, amount: 12.5 },
    ...(isFiltered
      ? { outcome: "filtered", filteredBy: [{ condition: "amount > 0", value: "false" }], postgres: [], mongo: [] }
      : { outcome: "stored", rows: [row], ...stores }),
    deadLetters: [{ stage: "decode", reason: `field "kind": ${kind} is not a DATE`, rejectedAt: at }],
    replays: [{ id: "5b8e1c7a-3f0e-4d0e-9a1c-6f6f1f7e22b3", at, outcome: "stored" }],
    batch: { runId: "b3f1c7ce-2f4e-4b6f-9a51-0c6f6f1f7e22", batchId: 1200, committedAt: at },
  };
}
