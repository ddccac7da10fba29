import { useEffect, useRef, useState } from "preact/hooks";
import { get, path, problemIn } from "../api/client";
import type { Problem, Schemas } from "../api/schemas";
import { faultsAt } from "../fields/target";
import { number, percent } from "../parts/format";
import { ProblemBox } from "../parts/problem";
import { Table } from "../parts/table";
import { onLines } from "../sql/columns";
import { type StepProps, withProposal } from "./draft";

type Proposal = Schemas["SchemaProposal"];
type Field = Proposal["fields"][number];

/** What the records are: proposed from a sample, and changed as one knows better. */
export function SchemaStep({ draft, change, faults, validation }: StepProps) {
  const [proposal, setProposal] = useState<Proposal>();
  const [problem, setProblem] = useState<Problem>();
  const [reading, setReading] = useState(false);
  const [turn, setTurn] = useState(0);
  const latest = useRef(draft);
  latest.current = draft;

  // biome-ignore lint/correctness/useExhaustiveDependencies: it is asked once for a topic, and again by a turn.
  useEffect(() => {
    const stop = new AbortController();
    setReading(true);
    get<Proposal>(path`/topics/${draft.topic}/schema`, { method: "POST", signal: stop.signal, patience: 30_000 })
      .then((found) => {
        setProposal(found);
        setProblem(undefined);
        setReading(false);
        if (latest.current.schema === "" || turn > 0) {
          change(withProposal(latest.current, found));
        }
      })
      .catch((thrown: unknown) => {
        if (!stop.signal.aborted) {
          setProblem(problemIn(thrown));
          setReading(false);
        }
      });
    return () => stop.abort();
  }, [draft.topic, turn]);

  const own = faultsAt(faults, "/source/schema");
  const columns = validation.data?.columns;
  const edited = proposal?.schema !== undefined && onLines(proposal.schema) !== draft.schema;
  return (
    <>
      <label for="schema">
        Columns, as Spark's DDL: <code>name TYPE</code> or <code>name TYPE NOT NULL</code>
      </label>
      <textarea
        id="schema"
        class="mono"
        rows={Math.min(16, Math.max(5, draft.schema.split("\n").length + 1))}
        spellcheck={false}
        aria-invalid={own.length > 0}
        aria-describedby="schema-faults"
        value={draft.schema}
        onInput={(event) => change({ schema: event.currentTarget.value })}
      />
      <div id="schema-faults" aria-live="polite">
        {own.map((fault) => (
          <p key={fault} class="fault">
            {fault}
          </p>
        ))}
        {columns !== undefined && columns.neverSeen.length > 0 && (
          <p class="warning">
            Never seen in the newest {number(columns.records)} records: <b>{columns.neverSeen.join(", ")}</b>. Such a
            column is null in every row.
          </p>
        )}
      </div>
      <p class="row">
        <button type="button" disabled={reading} onClick={() => setTurn(turn + 1)}>
          {reading ? "Reading records…" : edited ? "Propose again, and replace what is here" : "Propose again"}
        </button>
        {proposal !== undefined && (
          <span class="quiet">
            From {number(proposal.records)} records{proposal.cut ? " (there would be more)" : ""}
            {proposal.undecodable.count > 0 && `; ${number(proposal.undecodable.count)} of them no schema decodes`}
          </span>
        )}
      </p>
      <ProblemBox problem={problem} again={() => setTurn(turn + 1)} />
      {proposal?.notices.map((notice) => (
        <p key={notice} class="quiet">
          {notice}
        </p>
      ))}
      {proposal?.undecodable.examples.map((each) => (
        <p key={`${each.partition}/${each.offset}`} class="quiet">
          {each.partition}/{each.offset}: {each.reason}
        </p>
      ))}
      {proposal !== undefined && proposal.shapes.length > 1 && (
        <Shapes proposal={proposal} take={(where) => change({ transform: where })} />
      )}
      {proposal !== undefined && proposal.fields.length > 0 && (
        <Table
          caption="What was seen in the records"
          columns={SEEN}
          rows={proposal.fields}
          keyOf={(field) => field.path}
        />
      )}
    </>
  );
}

const SEEN = [
  { head: "Field", cell: (field: Field) => <code>{field.path}</code> },
  { head: "Type", cell: (field: Field) => `${field.type ?? "none"}${field.notNull ? " NOT NULL" : ""}` },
  { head: "Present", cell: (field: Field) => percent(field.present, 1), numeric: true },
  { head: "Null", cell: (field: Field) => percent(field.null, 1), numeric: true },
  { head: "Examples", cell: (field: Field) => <span class="value">{field.examples.join(" · ").slice(0, 160)}</span> },
  {
    head: "What does not fit",
    cell: (field: Field) => (
      <>
        {field.conflicts.map((text) => (
          <p key={text} class="warning">
            {text}
          </p>
        ))}
        {[...field.hints, ...field.narrower.map((each) => each.text)].map((text) => (
          <p key={text} class="quiet">
            {text}
          </p>
        ))}
      </>
    ),
  },
];

function Shapes({ proposal, take }: { proposal: Proposal; take: (transform: string) => void }) {
  return (
    <section>
      <h3>The records have {number(proposal.shapes.length)} shapes</h3>
      <ul class="plain-list">
        {proposal.shapes.map((shape) => (
          <li key={shape.when ?? shape.schema} class="row">
            <b class="num">{percent(shape.share, 1)}</b>
            {shape.when !== undefined && (
              <>
                <code>{shape.when}</code>
                <button type="button" class="small" onClick={() => take(`SELECT * FROM source WHERE ${shape.when}`)}>
                  Only these
                </button>
              </>
            )}
            <span class="value quiet">{shape.schema}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
