import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { type Answer, ask, problemIn, type Question } from "./client";
import type { Problem } from "./schemas";

export interface Asked<T> {
  /** The newest answer of this path, kept while another one is asked for and after a failure. */
  data: T | undefined;
  etag: string | null;
  problem: Problem | undefined;
  /** Whether what is asked now, or was asked anew by `reload`, has no answer yet; looking again does not count. */
  loading: boolean;
  reload: () => void;
}

/**
 * Asks when it is shown, when what it asks changes, and when `again` does. What is asked for and not needed any more is
 * given up; what is merely to be looked at again waits for the answer that is under way: a server that is slower than
 * the pace in which it is looked at would never be heard otherwise. A path that is null asks nothing.
 */
export function useAnswer<T>(
  path: string | null,
  query?: Question["query"],
  again?: unknown,
  method: Question["method"] = "GET",
): Asked<T> {
  const [turn, setTurn] = useState(0);
  const key = path === null ? null : JSON.stringify([path, query, method, turn]);
  const [answer, setAnswer] = useState<{ path: string; got: Answer<T> }>();
  const [problem, setProblem] = useState<Problem>();
  const [told, setTold] = useState<string>();
  const asked = useRef({ path, query, again });
  asked.current = { path, query, again };
  const look = useRef<{ again: unknown; now: () => void }>();

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for path, query and turn.
  useEffect(() => {
    const { path: at, query: by, again: seen } = asked.current;
    look.current = undefined;
    if (key === null || at === null) {
      return;
    }
    const stop = new AbortController();
    const question = () =>
      ask<T>(at, { method, query: by, signal: stop.signal }).then(
        (got) => () => [setAnswer({ path: at, got }), setProblem(undefined)],
        (thrown: unknown) => () => setProblem(problemIn(thrown)),
      );
    let wanted = true;
    let busy = false;
    const now = async () => {
      wanted = true;
      while (wanted && !busy && !stop.signal.aborted) {
        wanted = false;
        busy = true;
        const tell = await question();
        busy = false;
        if (!stop.signal.aborted) {
          tell();
          setTold(key);
        }
      }
    };
    look.current = { again: seen, now };
    void now();
    return () => stop.abort();
  }, [key]);

  useEffect(() => {
    // One that began with this very value has asked already.
    if (look.current !== undefined && !Object.is(look.current.again, again)) {
      look.current.again = again;
      look.current.now();
    }
  }, [again]);

  // Of another path it says something of another thing.
  const got = answer?.path === path ? answer.got : undefined;
  return {
    data: got?.data,
    etag: got?.etag ?? null,
    problem,
    loading: key !== null && told !== key,
    reload: useCallback(() => setTurn((last) => last + 1), []),
  };
}
