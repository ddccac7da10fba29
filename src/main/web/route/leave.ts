// What somebody has written and not sent: nobody goes away from it without being asked.
import { useEffect, useLayoutEffect, useState } from "preact/hooks";

const unsent = new Set<object>();
/** What is done once somebody has said that what is written may be lost. */
let wish: (() => void) | undefined;
let drawn: () => void = () => undefined;

/** While it is so, whoever is about to leave is asked first; closing the tab or loading another page asks, too. */
export function useUnsent(isSo: boolean): void {
  // At once: an Escape may come before what was typed is painted.
  useLayoutEffect(() => {
    if (!isSo) {
      return;
    }
    const its = {};
    unsent.add(its);
    const unload = (event: BeforeUnloadEvent) => unsent.has(its) && event.preventDefault();
    addEventListener("beforeunload", unload);
    return () => {
      unsent.delete(its);
      removeEventListener("beforeunload", unload);
    };
  }, [isSo]);
}

export const isUnsent = (): boolean => unsent.size > 0;

/** Does it at once if nothing would be lost, and asks otherwise. */
export function leaving(then: () => void): void {
  if (isUnsent()) {
    wish = then;
    drawn();
  } else {
    then();
  }
}

/** Lets go of what is written, because what it was written for is gone. */
export function letGo(): void {
  unsent.clear();
}

/** The question that is to be put, while there is one. */
export function useQuestion(): { leave: () => void; stay: () => void } | undefined {
  const [, draw] = useState(0);
  useEffect(() => {
    drawn = () => draw((last) => last + 1);
  }, []);
  const asked = wish;
  const answer = () => {
    wish = undefined;
    drawn();
  };
  // What leads nowhere else, as the link of the tab that is open, loses nothing, and what is written stays guarded.
  return asked && { stay: answer, leave: () => [answer(), asked()] };
}
