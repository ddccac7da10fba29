import { useCallback, useRef, useState } from "preact/hooks";

/**
 * Does one thing at a time, and says whether it is at it. What is asked for meanwhile is not done: a second click may come
 * before the first one is drawn.
 */
export function useAlone(): [busy: boolean, alone: (work: () => Promise<unknown>) => Promise<void>] {
  const [busy, setBusy] = useState(false);
  const isBusy = useRef(false);
  const alone = useCallback(async (work: () => Promise<unknown>) => {
    if (isBusy.current) {
      return;
    }
    isBusy.current = true;
    setBusy(true);
    try {
      await work();
    } finally {
      isBusy.current = false;
      setBusy(false);
    }
  }, []);
  return [busy, alone];
}
