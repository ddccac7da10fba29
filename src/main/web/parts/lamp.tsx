import { Age } from "./figures";

interface LampProps {
  name: string;
  /** Whether it can be reached; undefined while that is not known. */
  reachable: boolean | undefined;
  since?: string | undefined;
  problem?: string | undefined;
}

/** Whether a service is there: a filled lamp is, a crossed one is not. Words are there for whoever sees no colours. */
export function Lamp({ name, reachable, since, problem }: LampProps) {
  const tone = reachable === undefined ? "rest" : reachable ? "well" : "trouble";
  const word = reachable === undefined ? "not known" : reachable ? "up" : "down";
  return (
    <span
      class={`lamp ${tone}`}
      title={reachable === false ? (problem ?? `${name} cannot be reached`) : `${name} is ${word}`}
    >
      <svg viewBox="0 0 12 12" width="10" height="10" aria-hidden="true">
        {reachable === false ? <path d="m2 2 8 8m0-8-8 8" /> : <circle cx="6" cy="6" r="4.5" />}
      </svg>
      {name}{" "}
      {reachable === false && since !== undefined ? (
        <small>
          down, <Age at={since} />
        </small>
      ) : (
        <span class="sr">{word}</span>
      )}
    </span>
  );
}
