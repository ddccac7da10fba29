import { useEffect, useRef, useState } from "preact/hooks";
import { address, path, refusalOf } from "../../api/client";
import { parsed } from "../../api/digits";
import type { Problem } from "../../api/schemas";
import type { PreviewedRecord, TailEnd, TailRate } from "../../api/types";
import { isSilent } from "../../live/silence";

/** The most records that the page keeps, and how often it draws new ones, in milliseconds. */
export const MOST = 100;
const DRAW = 250;

/** Milliseconds until a stream that broke off is tried again. */
const AGAIN = 3_000;

/** A record, and a number that no other one has: after a rewind the same record passes twice. */
export interface Passed {
  readonly id: number;
  readonly record: PreviewedRecord;
}

export interface Tail {
  /** The newest first. */
  readonly passed: readonly Passed[];
  /** What was shown of what passed, when that was told last. */
  readonly rate: TailRate | undefined;
  /** How often the definition changed while it was watched. */
  readonly definitions: number;
  /** Why nothing follows; undefined while something may. */
  readonly ended: string | undefined;
  readonly state: "connecting" | "open" | "broken";
  /** Why the server refuses, while it does. */
  readonly problem: Problem | undefined;
}

const NOTHING: Tail = {
  passed: [],
  rate: undefined,
  definitions: 0,
  ended: undefined,
  state: "connecting",
  problem: undefined,
};

/** The tail with more records, of which the oldest are dropped. */
export function withRecords(tail: Tail, more: readonly Passed[]): Tail {
  return more.length === 0 ? tail : { ...tail, passed: [...more].reverse().concat(tail.passed).slice(0, MOST) };
}

/**
 * Watches the records of a pipeline pass while the page is seen.
 *
 * @param only the outcomes, separated by commas; empty for all
 * @param isFrozen nothing is watched while it is, and what was seen stays
 * @param turn another number watches anew after an end
 */
export function useTail(name: string, only: string, isFrozen: boolean, turn: number): Tail {
  const [tail, setTail] = useState<Tail>(NOTHING);
  const waiting = useRef<Passed[]>([]);
  const count = useRef(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a turn is another try
  useEffect(() => {
    setTail(NOTHING);
    waiting.current = [];
  }, [name, only, turn]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a turn is another try
  useEffect(() => {
    if (isFrozen) {
      return;
    }
    let source: EventSource | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    let heard = 0;

    const change = (part: Partial<Tail>) => setTail((before) => ({ ...before, ...part }));

    const at = path`/pipelines/${name}/tail`;

    function open(): void {
      if (source !== undefined || isOver || document.hidden) {
        return;
      }
      const its = new EventSource(address(at, { only }));
      let isHeard = false;
      source = its;
      heard = Date.now();
      const hear = <T>(kind: string, then: (data: T) => void) =>
        its.addEventListener(kind, (event) => {
          heard = Date.now();
          // Not before: a proxy may open a stream and hold back what comes in it.
          if (!isHeard) {
            isHeard = true;
            change({ state: "open", problem: undefined });
          }
          then(parsed((event as MessageEvent<string>).data) as T);
        });
      its.onerror = () => broken(its.readyState === EventSource.CLOSED);
      hear<PreviewedRecord>("record", (record) => {
        waiting.current.push({ id: ++count.current, record });
        // What would be dropped before it is drawn need not be kept.
        waiting.current.splice(0, waiting.current.length - MOST);
      });
      hear("heartbeat", () => undefined);
      hear<TailRate>("rate", (rate) => change({ rate }));
      hear("definition", () => setTail((before) => ({ ...before, definitions: before.definitions + 1 })));
      hear<TailEnd>("end", ({ detail }) => {
        isOver = true;
        close();
        change({ ended: detail, rate: undefined });
      });
    }

    function broken(isRefused: boolean): void {
      close();
      change({ state: "broken", rate: undefined });
      if (isRefused) {
        void refusalOf(at, { only }).then((problem) => change({ problem }));
      }
      again = setTimeout(open, AGAIN);
    }

    function close(): void {
      source?.close();
      source = undefined;
      clearTimeout(again);
    }

    const seen = () => (document.hidden ? close() : open());
    document.addEventListener("visibilitychange", seen);
    const draw = setInterval(() => {
      // A connection that one end has lost is told by nobody.
      if (source !== undefined && isSilent(heard)) {
        broken(false);
      }
      const more = waiting.current;
      waiting.current = [];
      setTail((before) => withRecords(before, more));
    }, DRAW);
    open();
    return () => {
      document.removeEventListener("visibilitychange", seen);
      clearInterval(draw);
      close();
    };
  }, [name, only, isFrozen, turn]);

  return tail;
}
