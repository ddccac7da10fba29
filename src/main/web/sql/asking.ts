// What the API says of a definition while it is being written: asked when one has paused, and the question before is
// given up.
import { useEffect, useState } from "preact/hooks";
import { useAnswer } from "../api/answer";
import { get, problemIn } from "../api/client";
import type { Problem, Schemas } from "../api/schemas";
import type { FunctionHint } from "./codemirror";

const PAUSE = 400;

export interface Said<T> {
  /** Of the last definition that was answered; kept while the next one is asked for. */
  data: T | undefined;
  problem: Problem | undefined;
  asking: boolean;
}

/** @param body null asks nothing */
function useSaid<T>(path: string, body: object | null, patience: number): Said<T> {
  const [said, setSaid] = useState<Said<T>>({ data: undefined, problem: undefined, asking: body !== null });
  const text = body === null ? null : JSON.stringify(body);
  useEffect(() => {
    if (text === null) {
      setSaid({ data: undefined, problem: undefined, asking: false });
      return;
    }
    const stop = new AbortController();
    setSaid((last) => ({ ...last, asking: true }));
    const timer = setTimeout(async () => {
      try {
        const question = { method: "POST", body: JSON.parse(text), signal: stop.signal, patience } as const;
        setSaid({ data: await get<T>(path, question), problem: undefined, asking: false });
      } catch (thrown) {
        if (!stop.signal.aborted) {
          setSaid((last) => ({ ...last, problem: problemIn(thrown), asking: false }));
        }
      }
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [path, text, patience]);
  return said;
}

export type Sample = { from: "newest" | "oldest"; limit: number } | { deadLetters: string; limit: number };

/** What records become under a definition. */
export const usePreview = (definition: object | null, sample: Sample): Said<Schemas["Preview"]> =>
  useSaid("/pipelines/preview", definition === null ? null : { definition, sample }, 30_000);

/** What is wrong with a definition, and what it would make. */
export const useValidation = (definition: object | null): Said<Schemas["Validation"]> =>
  useSaid("/pipelines/validate", definition, 20_000);

/** The functions that a transform may call; none while they are not known. */
export function useFunctions(): FunctionHint[] {
  return useAnswer<Schemas["Functions"]>("/transform/functions").data?.items ?? NONE;
}

const NONE: FunctionHint[] = [];
