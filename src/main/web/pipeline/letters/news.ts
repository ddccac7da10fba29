import { useEffect, useRef, useState } from "preact/hooks";
import type { Counters } from "../../api/schemas";
import { useLivePart } from "../../live/hooks";

/** Milliseconds between two looks at the list, and at the counts, for which every letter is looked at. */
const SOON = 1_000;
const LATER = 10_000;

/**
 * Says when to look again because records were rejected, or replayed. While somebody is at something, the list stays as it is, and
 * `missed` says that there is more.
 *
 * @param follows whether the list may change by itself
 */
export function useNews(name: string, follows: boolean) {
  // More of them, or fewer: somebody else may have replayed some.
  const letters = useLivePart(name, (live) => live?.letters);
  const rejected = useLivePart(name, (live) => rejectedIn(live?.summary.counters));
  const newest = useSame(letters, rejected);
  const [turn, setTurn] = useState(0);
  const soon = useCalm(newest, SOON);
  const later = useCalm(newest, LATER);
  const seen = useRef(soon);
  if (follows) {
    seen.current = soon;
  }
  const [looked, setLooked] = useState<unknown>();
  return {
    /** Another value whenever the list is to be asked for. */
    soon: useSame(seen.current, turn),
    later: useSame(later, turn),
    missed: !follows && soon !== seen.current && soon !== looked,
    look: () => {
      setLooked(soon);
      setTurn((last) => last + 1);
    },
  };
}

const rejectedIn = (counters: Counters | undefined) =>
  counters?.sinks.reduce((sum, sink) => sum + sink.rejected, counters.rejected);

/** One object for as long as both are the same. */
function useSame(first: unknown, second: unknown): unknown {
  const kept = useRef({ first, second });
  if (kept.current.first !== first || kept.current.second !== second) {
    kept.current = { first, second };
  }
  return kept.current;
}

/** The value, but a new one at most once in so many milliseconds; the first change is seen at once. */
export function useCalm<T>(value: T, millis: number): T {
  const [calm, setCalm] = useState(value);
  const changed = useRef(0);
  useEffect(() => {
    if (value === calm) {
      return;
    }
    const wait = Math.max(0, changed.current + millis - Date.now());
    const timer = setTimeout(() => {
      changed.current = Date.now();
      setCalm(() => value);
    }, wait);
    return () => clearTimeout(timer);
  }, [value, calm, millis]);
  return calm;
}
