import { useEffect, useState } from "preact/hooks";

/** As many rows as are on a large screen, and as are drawn in a frame without holding it up. */
export const SLICE = 80;

/** How many of so many rows to draw: a slice of them at first, and one more with each frame until all are. */
export function useGrowing(all: number): number {
  const [many, setMany] = useState(SLICE);
  const isShort = many < all;
  useEffect(() => {
    const frame = isShort ? requestAnimationFrame(() => setMany(many + SLICE)) : 0;
    return () => cancelAnimationFrame(frame);
  }, [isShort, many]);
  return Math.min(many, all);
}
