import { useEffect, useRef, useState } from "preact/hooks";
import { problemIn, Refusal } from "../../api/client";
import type { Problem } from "../../api/schemas";
import type { LetterFilter, Replay, ReplayOrder } from "../../api/types";
import { useAlone } from "../../parts/alone";
import { countDeletion, countReplay, forget, progress, replay, replays } from "./calls";

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

/** How long to wait before a replay's progress is asked for again, in milliseconds, and after it was not told. */
const PAUSE = 500;
const UNTOLD = 2_000;

/**
 * Carries wishes out: what takes many counts them first and asks; what takes one letter is ordered at once.
 *
 * @param name of the pipeline
 * @param onDone is called whenever dead letters may have gone
 */
export function useOrders(name: string, onDone: () => void) {
  const [step, setStep] = useState<Step>(REST);
  const closed = useRef(new AbortController());
  // What was asked before is not told any more once something else is.
  const turn = useRef(0);
  const [, alone] = useAlone();

  useEffect(() => {
    closed.current = new AbortController();
    return () => closed.current.abort();
  }, []);

  async function guarded(what: (tell: (step: Step) => void) => Promise<void>): Promise<void> {
    const its = ++turn.current;
    const tell = (next: Step) => its === turn.current && setStep(next);
    try {
      await what(tell);
    } catch (thrown) {
      tell({ at: "failed", problem: problemIn(thrown) });
    }
  }

  async function follow(begun: Replay, tell: (step: Step) => void): Promise<void> {
    let its = begun;
    while (its.state === "RUNNING") {
      tell({ at: "running", replay: its });
      await pause(PAUSE);
      if (closed.current.signal.aborted) {
        return;
      }
      its = (await progressOf(its.id)) ?? its;
    }
    tell({ at: "replayed", replay: its });
    onDone();
  }

  /** Undefined where it was not told this time: the replay goes on while nobody hears of it. */
  async function progressOf(id: string): Promise<Replay | undefined> {
    try {
      return await progress(name, id);
    } catch (thrown) {
      const { status } = problemIn(thrown);
      if (thrown instanceof Refusal && (status === 0 || status === 429 || status >= 500)) {
        await pause(UNTOLD);
        return undefined;
      }
      throw thrown;
    }
  }

  // A replay goes on while nobody looks: who comes back, or comes from elsewhere, sees how far it is.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is looked for once.
  useEffect(() => {
    replays(name)
      .then(([newest]) => {
        if (newest?.state === "RUNNING" && turn.current === 0 && !closed.current.signal.aborted) {
          void alone(() => guarded((tell) => follow(newest, tell)));
        }
      })
      .catch(() => undefined);
  }, [name]);

  return {
    step,

    /** Whether an order was given whose end is still to be told; no other one is taken meanwhile. */
    isBusy: step.at === "ordered" || step.at === "running",

    /** Whether the last order was not carried out, or not to its end. */
    hasFailed: step.at === "failed" || (step.at === "replayed" && step.replay.state === "FAILED"),

    /** Counts what the wish would take, and asks. */
    ask: (wish: Wish) =>
      guarded(async (tell) => {
        tell({ at: "counting" });
        const matched =
          wish.kind === "replay" ? await countReplay(name, wish.order) : await countDeletion(name, wish.filter);
        tell({ at: "asking", wish, matched });
      }),

    /** Orders it, once however often it is clicked. */
    order: (wish: Wish) =>
      alone(() =>
        guarded(async (tell) => {
          tell({ at: "ordered", wish });
          if (wish.kind === "replay") {
            await follow(await replay(name, wish.order), tell);
          } else {
            await forget(name, wish.filter);
            tell({ at: "deleted" });
            onDone();
          }
        }),
      ),

    rest: () => setStep(REST),

    /** Takes a question back that was not answered. */
    forget: () => {
      if (step.at === "counting" || step.at === "asking") {
        turn.current++;
        setStep(REST);
      }
    },
  };
}

export type Orders = ReturnType<typeof useOrders>;

function pause(millis: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, millis));
}
