import { useEffect } from "preact/hooks";
import { get, path } from "../api/client";
import type { Batch, Schemas } from "../api/schemas";
import { useLivePart } from "./hooks";
import { lastBatch } from "./store";

/**
 * The newest micro-batch of a pipeline. Events tell of those that come; of the one before, the server is asked once.
 *
 * @param when whether only the time of it is wanted, which summaries have but of those before the server was started
 */
export function useLastBatch(name: string, when = false): Batch | undefined {
  const batch = useLivePart(name, (live) => live?.batch);
  const wanted = useLivePart(
    name,
    (live) =>
      live?.batch === undefined &&
      (live?.summary.counters?.consumed ?? 0) > 0 &&
      !(when && live?.summary.lastBatchAt !== undefined),
  );
  useEffect(() => {
    if (!wanted) {
      return;
    }
    const stop = new AbortController();
    get<Schemas["Progress"]>(path`/pipelines/${name}/progress`, { query: { limit: 1 }, signal: stop.signal })
      .then(({ items: [newest] }) => newest !== undefined && lastBatch(name, newest))
      .catch(() => undefined);
    return () => stop.abort();
  }, [name, wanted]);
  return batch;
}
