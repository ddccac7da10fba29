import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { type Answer, ask, problemIn, type Question } from "./client";
import type { Problem } from "./schemas";

export interface Asked<T> {
  /** The newest answer of this path, kept while another one is asked for and after a failure. */
  data: T | undefined;
  etag: string | null;
  problem: Problem | undefined;
  loading: boolean;
  reload: () => void;
}

/**
 * Asks when it is shown, when what it asks changes, and when `again` does; what is asked for and not needed any more is
 * given up. A path that is null asks nothing.
 */
export function useAnswer<T>(
  path: string | null,
  query?: Question["query"],
  again?: unknown,
  method: Question["method"] = "GET",
): Asked<T> {
  const key = path === null ? null : JSON.stringify([path, query, method]);
  const [answer, setAnswer] = useState<{ path: string; got: Answer<T> }>();
  const [problem, setProblem] = useState<Problem>();
  const [loading, setLoading] = useState(path !== null);
  const [turn, setTurn] = useState(0);
  const asked = useRef({ path, query });
  asked.current = { path, query };

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for path and query.
  useEffect(() => {
    const { path: at, query: by } = asked.current;
    if (key === null || at === null) {
      setLoading(false);
      return;
    }
    const stop = new AbortController();
    setLoading(true);
    ask<T>(at, { method, query: by, signal: stop.signal })
      .then((got) => {
        if (stop.signal.aborted) {
          return;
        }
        setAnswer({ path: at, got });
        setProblem(undefined);
        setLoading(false);
      })
      .catch((thrown: unknown) => {
        if (!stop.signal.aborted) {
          setProblem(problemIn(thrown));
          setLoading(false);
        }
      });
    return () => stop.abort();
  }, [key, turn, again]);

  // Of another path it says something of another thing.
  const got = answer?.path === path ? answer.got : undefined;
  return {
    data: got?.data,
    etag: got?.etag ?? null,
    problem,
    loading,
    reload: useCallback(() => setTurn((last) => last + 1), []),
  };
}
