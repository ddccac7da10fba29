import { useMemo, useState } from "preact/hooks";
import { Life } from "../life/life";
import { covers, useSession } from "../session/session";
import { type Sample, useFunctions, usePreview } from "./asking";
import { columnsOf, OF_THE_RECORD } from "./columns";
import { SqlEditor } from "./editor";
import { placeOf } from "./place";
import { PreviewTable } from "./preview-table";

interface WorkbenchProps {
  transform: string;
  onTransform: (text: string) => void;
  schema: string;
  /** The definition as it would be sent; its name and sinks may be missing. */
  definition: object;
  faults: string[];
  /** The pipeline whose dead letters can be tried, and whose records be followed, if there is one. */
  letters?: string;
  /** The outcome to begin with of those that the preview shows; empty for all. */
  only?: string;
}

/** SQL and, below it, what becomes of real records. */
export function Workbench({ transform, onTransform, schema, definition, faults, letters, only = "" }: WorkbenchProps) {
  const functions = useFunctions();
  const hints = useMemo(() => ({ columns: [...columnsOf(schema), ...OF_THE_RECORD], functions }), [schema, functions]);
  const [from, setFrom] = useState<"newest" | "oldest" | "letters">("newest");
  const sample = useMemo<Sample>(
    () => (from === "letters" ? { deadLetters: letters ?? "", limit: 50 } : { from, limit: 50 }),
    [from, letters],
  );
  const [why, setWhy] = useState<string>();
  const mayPreview = covers(useSession(), "operator");
  const said = usePreview(mayPreview ? definition : null, sample);
  const of = faults.map((message) => ({ message, place: placeOf(message) }));
  return (
    <>
      <SqlEditor label="Transform" text={transform} onText={onTransform} faults={of} hints={hints} />
      <p class="row">
        <label>
          Tried on{" "}
          <select value={from} onChange={(event) => setFrom(event.currentTarget.value as typeof from)}>
            <option value="newest">the newest records</option>
            <option value="oldest">the oldest records</option>
            {letters !== undefined && <option value="letters">its newest dead letters</option>}
          </select>
        </label>
        <span class="quiet">Nothing is written.</span>
      </p>
      {mayPreview ? (
        <PreviewTable said={said} first={only} onWhy={letters === undefined ? undefined : setWhy} />
      ) : (
        <p class="quiet">To see what becomes of records takes the role operator.</p>
      )}
      {letters !== undefined && why !== undefined && (
        <Life name={letters} position={why} onClose={() => setWhy(undefined)} />
      )}
    </>
  );
}
