import { useEffect, useState } from "preact/hooks";
import { ask, get, path, problemIn } from "../../api/client";
import type { Problem, Schemas } from "../../api/schemas";
import { faultsAt } from "../../fields/target";
import { useLivePart } from "../../live/hooks";
import { order } from "../../live/orders";
import { useAlone } from "../../parts/alone";
import { SecondClick } from "../../parts/confirm";
import { number, utc } from "../../parts/format";
import { ProblemBox } from "../../parts/problem";
import { ShownForms } from "../../parts/shown-forms";
import { Table } from "../../parts/table";
import { toast, trying } from "../../parts/toast";
import { Needs } from "../../session/needs";
import { type Aim, type Move as Moved, movesOf, orderOf, type Row, utcOf } from "./plan";

interface MoveProps {
  name: string;
  rows: Row[];
  isAtRest: boolean;
  onMoved: () => void;
}

type Way = "earliest" | "latest" | "time" | "offset";

const WAYS: Record<Way, string> = {
  earliest: "the oldest record that Kafka has",
  latest: "the end: skip what is not read yet",
  time: "the first record of a time",
  offset: "an offset of one partition",
};

const COLUMNS = [
  { head: "Topic", cell: (move: Moved) => <span class="value">{move.topic}</span> },
  { head: "Partition", cell: (move: Moved) => move.partition, numeric: true },
  { head: "From", cell: (move: Moved) => (move.from === undefined ? "not begun" : number(move.from)), numeric: true },
  { head: "To", cell: (move: Moved) => <b>{number(move.nextOffset)}</b>, numeric: true },
  { head: "Read again", cell: (move: Moved) => number(move.again), numeric: true },
  { head: "Gone", cell: (move: Moved) => number(move.gone), numeric: true },
  { head: "Never read", cell: (move: Moved) => number(move.skipped), numeric: true },
];

/** Rewinds or skips: shows what that means before it is done, and does it while the pipeline is at rest only. */
export function Move({ name, rows, isAtRest, onMoved }: MoveProps) {
  const [way, setWay] = useState<Way>("earliest");
  const [time, setTime] = useState("");
  const [partition, setPartition] = useState("");
  const [offset, setOffset] = useState("");
  const [problem, setProblem] = useState<Problem>();
  const ordered = useLivePart(name, (live) => live?.ordered);
  const [isMoving, alone] = useAlone();
  const at = way === "time" ? utcOf(time) : undefined;
  const found = useFound(rows, at);

  // An offset is set of one partition alone.
  const faults = way === "offset" ? faultsAt(problem?.errors ?? [], "/partitions/0") : [];

  const aim = aimOf(way, rows.find((row) => keyOf(row) === partition) ?? rows[0], offset, found.data);
  const moves = aim === undefined ? [] : movesOf(rows, aim);
  const again = moves.reduce((sum, move) => sum + move.again, 0);
  const skipped = moves.reduce((sum, move) => sum + move.skipped, 0);
  const gone = moves.reduce((sum, move) => sum + move.gone, 0);

  const move = async () => {
    try {
      const { data } = await ask<Schemas["Offsets"]>(path`/pipelines/${name}/offsets`, {
        method: "PATCH",
        body: orderOf(moves),
      });
      setProblem(undefined);
      for (const said of ["It goes on there when it is started.", ...(data.notices ?? [])]) {
        toast(said);
      }
      onMoved();
    } catch (thrown) {
      setProblem(problemIn(thrown));
    }
  };
  return (
    <section class="card stack" aria-label="Rewind or skip">
      <h2>Rewind or skip</h2>
      {!isAtRest && (
        <p class="row">
          <span>Where it reads next can be set while it is at rest.</span>
          <Needs of="operator">
            <SecondClick
              label="Stop it"
              ask="Stop it now?"
              disabled={ordered !== undefined}
              onDo={() => trying(() => order(name, "stop"))}
            />
          </Needs>
        </p>
      )}
      <div class="row">
        <label>
          Go on at{" "}
          <select value={way} onChange={(event) => setWay(event.currentTarget.value as Way)}>
            {(Object.keys(WAYS) as Way[]).map((each) => (
              <option key={each} value={each}>
                {WAYS[each]}
              </option>
            ))}
          </select>
        </label>
        {way === "time" && (
          <label>
            Your time{" "}
            <input
              type="datetime-local"
              step={1}
              value={time}
              onInput={(event) => setTime(event.currentTarget.value)}
            />{" "}
            {at !== undefined && <small class="quiet">{utc(at)}</small>}
          </label>
        )}
        {way === "offset" && (
          <>
            <label>
              Partition{" "}
              <select value={partition} onChange={(event) => setPartition(event.currentTarget.value)}>
                {rows.map((row) => (
                  <option key={keyOf(row)} value={keyOf(row)}>
                    {keyOf(row)}
                  </option>
                ))}
              </select>
            </label>
            <label>
              Offset{" "}
              <input
                type="number"
                min={0}
                value={offset}
                aria-invalid={faults.length > 0}
                aria-describedby="offset-fault"
                onInput={(event) => {
                  setOffset(event.currentTarget.value);
                  setProblem(undefined);
                }}
              />
            </label>
            <span id="offset-fault" class="fault" aria-live="polite">
              {faults.join("; ")}
            </span>
          </>
        )}
      </div>
      <ProblemBox problem={problem ?? found.problem} />
      {aim !== undefined && moves.length === 0 && <p class="quiet">It goes on there already.</p>}
      {moves.length > 0 && (
        <>
          <Table
            caption="What would be set"
            columns={COLUMNS}
            rows={moves}
            keyOf={(each) => `${each.topic}/${each.partition}`}
          />
          <p aria-live="polite">
            {again > 0 && (
              <>
                <b>{number(again)} offsets are read again.</b> In a partition that is set back the counters begin at
                zero; rows that are stored already stay as they are.{" "}
              </>
            )}
            {gone > 0 && (
              <>
                <b>{number(gone)} offsets before that are gone from Kafka</b> and cannot be read again.{" "}
              </>
            )}
            {skipped > 0 && (
              <b>{number(skipped)} offsets are never read: their records come into no store and are no dead letters.</b>
            )}
          </p>
          <p class="row">
            <Needs of="operator">
              <SecondClick
                label="Set offsets"
                ask={again > 0 ? `Read ${number(again)} again?` : `Set ${number(moves.length)} now?`}
                class="primary"
                disabled={!isAtRest || isMoving}
                onDo={() => alone(move)}
              />
            </Needs>
          </p>
          <ShownForms method="PATCH" path={path`/pipelines/${name}/offsets`} body={orderOf(moves)} />
        </>
      )}
    </section>
  );
}

/** Names a partition; its place among the rows changes when others come. */
const keyOf = ({ topic, partition }: Row) => `${topic}/${partition}`;

function aimOf(way: Way, row: Row | undefined, offset: string, found: Aim | undefined): Aim | undefined {
  switch (way) {
    case "time":
      return found;
    case "offset":
      return row === undefined || !/^\d+$/.test(offset)
        ? undefined
        : { to: "offset", topic: row.topic, partition: row.partition, offset: Number(offset) };
    default:
      return { to: way };
  }
}

/** What offsets a time is, in all topics. */
function useFound(rows: Row[], at: string | undefined): { data: Aim | undefined; problem: Problem | undefined } {
  const names = [...new Set(rows.map((row) => row.topic))].join("\n");
  const [found, setFound] = useState<{ at: string; aim?: Aim; problem?: Problem }>();
  useEffect(() => {
    if (at === undefined || names === "") {
      return;
    }
    const stop = new AbortController();
    const questions = names
      .split("\n")
      .map((topic) =>
        get<Schemas["TopicTime"]>(path`/topics/${topic}/offsets`, { query: { at }, signal: stop.signal }),
      );
    Promise.all(questions)
      .then((all) => all.flatMap((each) => each.partitions.map((its) => ({ topic: each.topic, ...its }))))
      .then((offsets) => setFound({ at, aim: { to: "time", found: offsets } }))
      .catch((thrown: unknown) => stop.signal.aborted || setFound({ at, problem: problemIn(thrown) }));
    return () => stop.abort();
  }, [at, names]);
  const current = found?.at === at ? found : undefined;
  return { data: current?.aim, problem: current?.problem };
}
