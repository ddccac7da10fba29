import { useEffect, useState } from "preact/hooks";

const KEPT = "sluice.letter-keys";
const CHANGED = "sluice:letter-keys";

/** Whether single letters and signs do something: people who dictate, or whose hands slip, can turn that off. */
export function letterKeys(): boolean {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return true;
  }
}

/** The same, and the way to change it, which this browser remembers. */
export function useLetterKeys(): [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(letterKeys);
  useEffect(() => {
    const look = () => setOn(letterKeys());
    addEventListener(CHANGED, look);
    // Another tab has changed it.
    addEventListener("storage", look);
    return () => {
      removeEventListener(CHANGED, look);
      removeEventListener("storage", look);
    };
  }, []);
  const set = (next: boolean) => {
    try {
      localStorage.setItem(KEPT, next ? "on" : "off");
    } catch {
      // Where a browser keeps nothing there is nothing to be remembered.
    }
    dispatchEvent(new Event(CHANGED));
  };
  return [on, set];
}
