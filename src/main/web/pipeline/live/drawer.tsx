import type { PreviewedRecord } from "../../api/types";
import { Drawer } from "../../parts/drawer";
import { Time } from "../../parts/figures";
import { Payload } from "../../parts/payload";
import { Values } from "../../parts/values";
import { Link } from "../../route/link";
import { tabOf } from "../../route/place";

interface Props {
  /** The pipeline's name. */
  readonly name: string;
  readonly record: PreviewedRecord;
  readonly onClose: () => void;
}

/** A record that passed, whole: its bytes, the columns decoded of them, and its rows or why there are none. */
export function RecordDrawer({ name, record, onClose }: Props) {
  const { topic, partition, offset } = record;
  const rows = record.rows ?? [];
  return (
    <Drawer title={`${topic}/${partition}/${offset}`} onClose={onClose}>
      <p class={`outcome ${record.outcome}`}>
        {record.outcome}
        {record.stage === undefined ? null : (
          <>
            {" "}
            <span class="stage-name">{record.stage}</span>
          </>
        )}{" "}
        {record.reason}
      </p>
      <dl class="pairs">
        <dt>Record's time</dt>
        <dd>
          <Time at={record.timestamp} />
        </dd>
        <dt>Key</dt>
        <dd class="mono">{record.key ?? "none"}</dd>
      </dl>
      <h3>Payload</h3>
      <Payload text={record.payload} encoding={record.encoding} label="Payload" />
      {record.decoded ? <Values title="Columns" values={record.decoded} fault={record.field} /> : null}
      {rows.map((row, at) => (
        <Values key={at} title={rows.length === 1 ? "Row" : `Row ${at + 1}`} values={row} />
      ))}
      {record.rowCount === undefined ? null : <p class="quiet">It yields {record.rowCount} rows.</p>}
      {record.outcome === "rejected" ? (
        <Link class="button" to={tabOf(name, "letters", { topic, partition: String(partition) })}>
          Dead letters of this partition
        </Link>
      ) : null}
    </Drawer>
  );
}
