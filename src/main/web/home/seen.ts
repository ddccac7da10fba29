import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";

const those = new Map<Element, (seen: boolean) => void>();
let observer: IntersectionObserver | undefined;

/** Whether the element is on the screen, or near enough to be there soon. */
export function useSeen(place: RefObject<Element>): boolean {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (element === null) {
      return;
    }
    observer ??= new IntersectionObserver(
      (entries) => {
        for (const entry of entries) {
          those.get(entry.target)?.(entry.isIntersecting);
        }
      },
      { rootMargin: "600px 0px" },
    );
    those.set(element, setSeen);
    observer.observe(element);
    return () => {
      those.delete(element);
      observer?.unobserve(element);
    };
  }, [place]);
  return seen;
}
