import { useEffect, useRef, useState } from "preact/hooks";
import { eachSecond } from "./clock";
import { type Connection, type Live, listen, type Topic, world } from "./store";

/** Milliseconds between two looks at all pipelines: with many of them each look costs, and nobody reads faster. */
const ACROSS = 200;

/** Draws again when the topic changed and what is selected of it is another than before. */
function useTopic<T>(topic: Topic, select: () => T, pause = 0): T {
  const now = select();
  const [, draw] = useState(0);
  const drawn = useRef({ now, select });
  drawn.current = { now, select };
  useEffect(() => {
    const look = () => {
      if (!Object.is(drawn.current.select(), drawn.current.now)) {
        draw((count) => count + 1);
      }
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    const later = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        look();
      }, pause);
    };
    // Between the drawing and now something may have come.
    look();
    const leave = listen(topic, pause === 0 ? look : later);
    return () => {
      leave();
      clearTimeout(timer);
    };
  }, [topic, pause]);
  return now;
}

/** All that is known of a pipeline; undefined where there is none of that name. */
export function useLive(name: string): Live | undefined {
  return useTopic(`pipeline:${name}`, () => world.pipelines.get(name));
}

/** A part of it: the component is drawn again only when this part is another one. */
export function useLivePart<T>(name: string, select: (live: Live | undefined) => T): T {
  return useTopic(`pipeline:${name}`, () => select(world.pipelines.get(name)));
}

export function useNames(): readonly string[] {
  return useTopic("names", () => world.names);
}

/** Something about all of them, as a text or number, so that it can be told whether it is another one. */
export function useAcross<T extends string | number>(select: (all: ReadonlyMap<string, Live>) => T): T {
  return useTopic("pipelines", () => select(world.pipelines), ACROSS);
}

export function usePlatform() {
  return { platform: useTopic("platform", () => world.platform), owner: useTopic("platform", () => world.owner) };
}

export function useConnection(): Connection {
  return useTopic("connection", () => world.connection);
}

/** The time, another one every so many milliseconds, of whole seconds, while the page is seen. */
export function useNow(every = 1000): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const turn = (at: number) => Math.floor(at / every);
    return eachSecond(() => setNow((last) => (turn(last) === turn(Date.now()) ? last : Date.now())));
  }, [every]);
  return now;
}
