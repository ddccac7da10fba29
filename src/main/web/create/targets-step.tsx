import { Field } from "../fields/field";
import { faultsAt, type Store } from "../fields/target";
import { TargetFields } from "../fields/target-fields";
import { Copy } from "../parts/copy";
import { ProblemBox } from "../parts/problem";
import { type Draft, type StepProps, sinkAt } from "./draft";

const STORES: readonly Store[] = ["postgres", "mongo"];

/** The pipeline's name, and where its rows go, with the table that is made for them. */
export function TargetsStep({ draft, change, faults, validation }: StepProps) {
  const found = validation.data;
  return (
    <>
      <div class="fields">
        <Field label="Name" faults={faultsAt(faults, "/name")}>
          {(id) => (
            <input
              {...id}
              value={draft.name}
              spellcheck={false}
              onInput={(event) => change({ name: event.currentTarget.value })}
            />
          )}
        </Field>
        <Field label="Description" faults={faultsAt(faults, "/description")}>
          {(id) => (
            <input
              {...id}
              value={draft.description}
              onInput={(event) => change({ description: event.currentTarget.value })}
            />
          )}
        </Field>
        <Field label="Begins with" faults={faultsAt(faults, "/source/startingOffsets")}>
          {(id) => (
            <select
              {...id}
              value={draft.from}
              onChange={(event) => change({ from: event.currentTarget.value as Draft["from"] })}
            >
              <option value="earliest">the oldest record that Kafka has</option>
              <option value="latest">what comes after its first start</option>
            </select>
          )}
        </Field>
        <label class="choice">
          <input
            type="checkbox"
            checked={draft.autoStart}
            onChange={(event) => change({ autoStart: event.currentTarget.checked })}
          />
          Start it at once
        </label>
      </div>
      {faults
        .filter((fault) => fault.pointer === "/sinks")
        .map((fault) => (
          <p key={fault.message} class="fault" role="alert">
            Targets: {fault.message}
          </p>
        ))}
      <div class="targets">
        {STORES.map((store) => (
          <TargetFields
            key={store}
            store={store}
            target={draft[store]}
            onTarget={(target) => change({ [store]: target })}
            faults={(property) => (draft[store].on ? faultsAt(faults, `${sinkAt(draft, store)}/${property}`) : [])}
          />
        ))}
      </div>
      <ProblemBox problem={validation.problem} />
      {[...(found?.notices ?? []), ...(found?.unchecked ?? []).map((what) => `Could not be looked at: ${what}`)].map(
        (text) => (
          <p key={text} class="warning">
            {text}
          </p>
        ),
      )}
      {found?.tables.map((table) => (
        <section key={table.sink}>
          <h3 class="row">
            The table, if it is not there <Copy text={table.statement} label="Copy DDL" />
          </h3>
          <pre>
            <code>{onLines(table.statement)}</code>
          </pre>
        </section>
      ))}
    </>
  );
}

const onLines = (statement: string) =>
  statement.replace(/^(CREATE TABLE [^(]+\()/, "$1\n  ").replaceAll(/, (?="|PRIMARY)(?![^(]*\)\))/g, ",\n  ");
