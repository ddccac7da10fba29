import type { State } from "../api/schemas";
import type { Order } from "../live/store";

export type Tone = "well" | "waiting" | "trouble" | "rest";

const WORDS: Record<State, [string, Tone]> = {
  CREATED: ["created", "rest"],
  STARTING: ["starting…", "waiting"],
  RUNNING: ["running", "well"],
  STOPPING: ["stopping…", "waiting"],
  STOPPED: ["stopped", "rest"],
  RETRYING: ["retrying", "trouble"],
  FAILED: ["failed", "trouble"],
  COMPLETED: ["completed", "rest"],
};

const ORDERED: Record<Order, string> = {
  start: "starting…",
  stop: "stopping…",
  restart: "restarting…",
  delete: "deleting…",
};

/** A state by shape, word and colour; an order that was given and has not come about yet shows instead. */
export function StateBadge({ state, ordered }: { state: State; ordered?: Order | undefined }) {
  const [word, tone] = ordered === undefined ? WORDS[state] : ([ORDERED[ordered], "waiting"] as const);
  return (
    <span class={`state ${tone}`}>
      <Shape tone={tone} state={ordered === undefined ? state : "STARTING"} />
      {word}
    </span>
  );
}

function Shape({ tone, state }: { tone: Tone; state: State }) {
  return (
    <svg class={`shape ${tone}`} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      {shape(state)}
    </svg>
  );
}

function shape(state: State) {
  switch (state) {
    case "RUNNING":
      return <circle cx="6" cy="6" r="5" />;
    case "STARTING":
    case "STOPPING":
      return <path d="M6 1a5 5 0 0 1 0 10M6 1a5 5 0 0 0 0 10" class="half" />;
    case "RETRYING":
      return <path d="M6 .8 11.6 11H.4z" />;
    case "FAILED":
      return <path d="M6 .3 11.7 6 6 11.7.3 6z" />;
    case "COMPLETED":
      return <path d="m1.5 6.5 3 3 6-7" class="line" />;
    case "STOPPED":
      return <rect x="1.5" y="1.5" width="9" height="9" />;
    default:
      return <circle cx="6" cy="6" r="4.2" class="line" />;
  }
}
