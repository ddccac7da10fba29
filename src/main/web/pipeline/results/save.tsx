import { useEffect, useRef, useState } from "preact/hooks";
import { get, path, problemIn } from "../../api/client";
import { useAlone } from "../../parts/alone";
import { bytes, number } from "../../parts/format";
import { toast } from "../../parts/toast";
import { download, type Form, MOST } from "./download";
import { questionOf } from "./query";

interface SaveProps {
  name: string;
  store: string;
  target: string;
  filters: string[];
  sorts: string[];
}

/** All rows that meet the filters, as a file. */
export function Save({ name, store, target, filters, sorts }: SaveProps) {
  const [done, setDone] = useState<string>();
  const stop = useRef<AbortController>();
  const [, alone] = useAlone();
  useEffect(() => () => stop.current?.abort(), []);

  const save = async (form: Form) => {
    const control = new AbortController();
    stop.current = control;
    setDone("0 rows");
    try {
      const file = await download({
        form,
        signal: control.signal,
        page: (after, signal) =>
          get<string>(path`/pipelines/${name}/results/${store}`, {
            query: questionOf({ filters, sorts, after, size: 1000 }, "none"),
            signal,
            patience: 60_000,
            raw: true,
          }),
        progress: (rows, size) => setDone(`${number(rows)} rows, ${bytes(size)}`),
      });
      offer(new Blob(file.parts, { type: form === "csv" ? "text/csv" : "application/x-ndjson" }), `${target}.${form}`);
      if (file.cut) {
        toast(
          `The file ends after ${number(file.rows)} rows: a page holds ${number(MOST.rows)} rows or ${bytes(MOST.bytes)} at most. Filter, or go on with curl.`,
          "trouble",
        );
      }
    } catch (thrown) {
      if (!control.signal.aborted) {
        const problem = problemIn(thrown);
        toast(`${problem.title}. ${problem.detail}`, "trouble");
      }
    }
    setDone(undefined);
  };
  return done === undefined ? (
    <>
      <button type="button" class="small" onClick={() => alone(() => save("csv"))}>
        Download CSV
      </button>
      <button type="button" class="small" onClick={() => alone(() => save("ndjson"))}>
        Download NDJSON
      </button>
    </>
  ) : (
    <>
      <small role="status" class="num">
        {done}
      </small>
      <button type="button" class="small" onClick={() => stop.current?.abort()}>
        Cancel
      </button>
    </>
  );
}

function offer(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
