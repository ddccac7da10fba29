import { useEffect, useRef, useState } from "preact/hooks";
import { problemIn } from "../../api/client";
import type { Problem } from "../../api/schemas";
import type { LetterFilter, Replay, ReplayOrder } from "../../api/types";
import { countDeletion, countReplay, forget, progress, replay } from "./calls";

/** What somebody wants to be done with dead letters, and how far it is. */
export type Step =
  | { readonly at: "rest" }
  | { readonly at: "counting" }
  | { readonly at: "asking"; readonly wish: Wish; readonly matched: number | undefined }
  | { readonly at: "ordered"; readonly wish: Wish }
  | { readonly at: "running"; readonly replay: Replay }
  | { readonly at: "replayed"; readonly replay: Replay }
  | { readonly at: "deleted" }
  | { readonly at: "failed"; readonly problem: Problem };

export type Wish =
  | { readonly kind: "replay"; readonly order: ReplayOrder }
  | { readonly kind: "delete"; readonly filter: LetterFilter };

const REST: Step = { at: "rest" };

/** How long to wait before a replay's progress is asked for again, in milliseconds. */
const PAUSE = 500;

/**
 * Carries wishes out: what takes many counts them first and asks; what takes one letter is ordered at once.
 *
 * @param name of the pipeline
 * @param onDone is called whenever dead letters may have gone
 */
export function useOrders(name: string, onDone: () => void) {
  const [step, setStep] = useState<Step>(REST);
  const closed = useRef(new AbortController());

  useEffect(() => {
    closed.current = new AbortController();
    return () => closed.current.abort();
  }, []);

  async function guarded(what: () => Promise<void>): Promise<void> {
    try {
      await what();
    } catch (thrown) {
      setStep({ at: "failed", problem: problemIn(thrown) });
    }
  }

  async function follow(begun: Replay): Promise<void> {
    let its = begun;
    while (its.state === "RUNNING" && !closed.current.signal.aborted) {
      setStep({ at: "running", replay: its });
      await pause(PAUSE);
      its = await progress(name, its.id);
    }
    setStep({ at: "replayed", replay: its });
    onDone();
  }

  return {
    step,

    /** Counts what the wish would take, and asks. */
    ask: (wish: Wish) =>
      guarded(async () => {
        setStep({ at: "counting" });
        const matched =
          wish.kind === "replay" ? await countReplay(name, wish.order) : await countDeletion(name, wish.filter);
        setStep({ at: "asking", wish, matched });
      }),

    /** Orders it. */
    order: (wish: Wish) =>
      guarded(async () => {
        setStep({ at: "ordered", wish });
        if (wish.kind === "replay") {
          await follow(await replay(name, wish.order));
        } else {
          await forget(name, wish.filter);
          setStep({ at: "deleted" });
          onDone();
        }
      }),

    rest: () => setStep(REST),
  };
}

export type Orders = ReturnType<typeof useOrders>;

function pause(millis: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, millis));
}
