import type { PreviewedRecord } from "../../api/types";
import { time, utc } from "../../parts/format";
import { memo } from "../../parts/memo";
import { textOf } from "../../parts/value";

interface Props {
  readonly record: PreviewedRecord;
  readonly onOpen: (record: PreviewedRecord) => void;
}

/** Characters that are shown of bytes and of values: the drawer shows all. */
const EXCERPT = 240;

function drawn({ record, onOpen }: Props) {
  const { topic, partition, offset, timestamp, outcome } = record;
  return (
    <li class={`live-row ${outcome}`}>
      <span class="live-place">
        <button type="button" class="linked" onClick={() => onOpen(record)}>
          {topic}/{partition}/{offset}
        </button>
        <small class="quiet num" title={utc(timestamp)}>
          {time(timestamp)}
        </small>
      </span>
      <code class="live-bytes">{record.payload === undefined ? "no value" : excerpt(record.payload)}</code>
      <code class="live-columns">{record.decoded === undefined ? "" : valuesText(record.decoded)}</code>
      <span class="live-became">
        <strong>{outcome}</strong> {became(record)}
      </span>
    </li>
  );
}

/** A record that passed, on one line: bytes, columns, and the row or the reason. Drawn once. */
export const LiveRow = memo(drawn);

function became(record: PreviewedRecord) {
  if (record.reason !== undefined) {
    return (
      <>
        {record.stage === undefined ? null : <span class="stage-name">{record.stage}</span>} {excerpt(record.reason)}
      </>
    );
  }
  const rows = record.rows ?? [];
  const many = record.rowCount ?? rows.length;
  const first = rows[0];
  return first === undefined ? null : (
    <>
      {many > 1 ? `${many} rows, the first: ` : ""}
      <code>{valuesText(first)}</code>
    </>
  );
}

/** Values by name, on one line. */
export function valuesText(values: Readonly<Record<string, unknown>>): string {
  return excerpt(
    Object.entries(values)
      .map(([name, value]) => `${name} ${textOf(value)}`)
      .join(" · "),
  );
}

function excerpt(text: string): string {
  return text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text;
}
