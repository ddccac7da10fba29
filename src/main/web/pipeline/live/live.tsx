import { useState } from "preact/hooks";
import { address, path } from "../../api/client";
import type { PreviewedRecord, TailRate } from "../../api/types";
import { FindRecord } from "../../life/find";
import { Empty } from "../../parts/empty";
import { number, percent, time } from "../../parts/format";
import { ProblemBox } from "../../parts/problem";
import { curl } from "../../parts/shown";
import { Link } from "../../route/link";
import { tabOf, useQuery } from "../../route/place";
import type { TabProps } from "../tabs";
import { RecordDrawer } from "./drawer";
import { LiveRow } from "./row";
import { MOST, type Tail, useTail } from "./tail";

const OUTCOMES = ["stored", "filtered", "rejected"] as const;

/** A pipeline's records as they pass: what came, what was made of it, and what became of it. */
export function Live({ name }: TabProps) {
  const [only, setOnly] = useQuery("only");
  const [frozenAt, setFrozenAt] = useState<number | undefined>(undefined);
  const [turn, setTurn] = useState(0);
  const [open, setOpen] = useState<PreviewedRecord | undefined>(undefined);
  // Of an address that names others, too, those that there are.
  const chosen: readonly string[] = OUTCOMES.filter((each) => only.split(",").includes(each));
  const tail = useTail(name, chosen.join(","), frozenAt !== undefined, turn);

  function toggle(outcome: string): void {
    const next = chosen.includes(outcome) ? chosen.filter((each) => each !== outcome) : [...chosen, outcome];
    setOnly(next.length === OUTCOMES.length ? "" : next.join(","));
  }

  return (
    <div class="stack">
      <div class="row">
        <button
          type="button"
          aria-pressed={frozenAt !== undefined}
          onClick={() => setFrozenAt(frozenAt === undefined ? Date.now() : undefined)}
        >
          {frozenAt === undefined ? "Freeze" : "Go on"}
        </button>
        <fieldset class="chips">
          <legend class="sr">Only records of these outcomes</legend>
          {OUTCOMES.map((outcome) => (
            <button
              key={outcome}
              type="button"
              class="small"
              aria-pressed={chosen.includes(outcome)}
              onClick={() => toggle(outcome)}
            >
              {outcome}
            </button>
          ))}
        </fieldset>
        <span class="quiet" data-rate>
          {frozenAt === undefined ? saying(tail) : `Frozen at ${time(frozenAt)}; what passes meanwhile is not shown.`}
        </span>
      </div>
      <FindRecord name={name} />
      <ProblemBox problem={tail.problem} />
      {tail.definitions > 0 ? (
        <p class="quiet">The definition changed; what came since is shown as the new one takes it.</p>
      ) : null}
      {tail.ended === undefined ? null : (
        <p class="card row">
          {tail.ended}
          <button type="button" onClick={() => setTurn(turn + 1)}>
            Watch again
          </button>
        </p>
      )}
      {tail.passed.length === 0 ? (
        tail.rate !== undefined && (
          <Empty title="No record has passed since you began to watch" curl={watching(name, only)}>
            <p>What passes appears here by itself, some of it each second.</p>
            <Link to={tabOf(name, "positions")} class="button">
              See whether there is more to read
            </Link>
          </Empty>
        )
      ) : (
        <ol class="live-rows" aria-label={`The newest records, ${MOST} at the most`}>
          {tail.passed.map(({ id, record }) => (
            <LiveRow key={id} record={record} onOpen={setOpen} />
          ))}
        </ol>
      )}
      {open ? <RecordDrawer name={name} record={open} onClose={() => setOpen(undefined)} /> : null}
    </div>
  );
}

const watching = (name: string, only: string) =>
  curl("GET", new URL(address(path`/pipelines/${name}/tail`, { only }), location.href).href).replace("curl", "curl -N");

function saying(tail: Tail): string {
  if (tail.ended !== undefined) {
    return "";
  }
  switch (tail.state) {
    case "connecting":
      return "Asking Sluice…";
    case "broken":
      return "No records come through; it is tried again by itself.";
    case "open":
      return tail.rate === undefined ? "Watching…" : rateText(tail.rate);
  }
}

/** What was shown of what passed, in the last second or since it was told last. */
export function rateText({ shown, seen }: TailRate): string {
  return seen === 0
    ? "No record passed in the last second."
    : `${number(shown)} of ${number(seen)} offsets shown (${percent(shown, seen)}).`;
}
