import type { Trial, TriedRecord } from "../../api/types";
import { Values } from "../../parts/values";

/** What would become of a letter: its columns, its rows, or the reason and the field that does not fit. */
export function TrialResult({ trial }: { readonly trial: Trial }) {
  const [tried] = trial.records;
  return (
    <section class="trial" aria-label="What would become of it" aria-live="polite">
      {trial.errors.map((error) => (
        <p key={error.pointer} class="fault">
          The definition cannot run: <code>{error.pointer}</code> {error.message}
        </p>
      ))}
      {tried ? <Tried of={tried} /> : null}
    </section>
  );
}

function Tried({ of }: { readonly of: TriedRecord }) {
  return (
    <>
      <p class={`outcome ${of.outcome}`}>
        {of.outcome === "rejected" ? (
          <>
            Would be rejected: <span class="stage-name">{of.stage}</span> {of.reason}
          </>
        ) : of.outcome === "filtered" ? (
          "Would be filtered: the transform yields no row"
        ) : (
          `Would be stored, as ${of.rows.length === 1 ? "one row" : `${of.rows.length} rows`}`
        )}
      </p>
      {of.decoded ? <Values title="Columns" values={of.decoded} fault={of.field} /> : null}
      {of.rows.map((row, at) => (
        <Values key={at} title={of.rows.length === 1 ? "Row" : `Row ${at + 1}`} values={row} />
      ))}
      {of.outcome === "stored" ? <p class="quiet">What only a store would refuse shows in a replay.</p> : null}
    </>
  );
}
