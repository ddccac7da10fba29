import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ProblemBox } from "./problem";

/** A part of the page that is loaded when it is shown for the first time. */
export function lazy<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let loaded: ComponentType<P> | undefined;
  return function Lazy(props: P) {
    const [Part, setPart] = useState<ComponentType<P> | undefined>(() => loaded);
    const [failed, setFailed] = useState(false);
    const [turn, setTurn] = useState(0);
    // biome-ignore lint/correctness/useExhaustiveDependencies: a turn is another try.
    useEffect(() => {
      let gone = false;
      load().then(
        (part) => {
          loaded = part;
          if (!gone) {
            setFailed(false);
            setPart(() => part);
          }
        },
        () => !gone && setFailed(true),
      );
      return () => {
        gone = true;
      };
    }, [turn]);
    if (Part !== undefined) {
      return <Part {...props} />;
    }
    return failed ? (
      <ProblemBox
        problem={{
          type: "about:blank",
          status: 0,
          title: "This part of the page could not be loaded",
          detail: "Sluice does not answer, or was updated since the page was opened: then load the page again.",
          instance: "",
        }}
        again={() => setTurn(turn + 1)}
      />
    ) : (
      <p class="quiet loading">Loading…</p>
    );
  };
}
