import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { Copy } from "../parts/copy";
import { ProblemBox } from "../parts/problem";
import { type Draft, faultsAt, type StepProps, type Store, sinkAt } from "./draft";

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
        <TargetFields store="postgres" draft={draft} change={change} faults={faults} />
        <TargetFields store="mongo" draft={draft} change={change} faults={faults} />
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

interface TargetFieldsProps extends Pick<StepProps, "draft" | "change" | "faults"> {
  store: Store;
}

const WORDS = { postgres: ["Postgres", "Table", "table"], mongo: ["Mongo", "Collection", "collection"] } as const;

function TargetFields({ store, draft, change, faults }: TargetFieldsProps) {
  const target = draft[store];
  const set = (part: Partial<typeof target>) => change({ [store]: { ...target, ...part } });
  const at = sinkAt(draft, store);
  const own = (pointer: string) => (target.on ? faultsAt(faults, `${at}/${pointer}`) : []);
  const [title, word, property] = WORDS[store];
  return (
    <fieldset>
      <legend>
        <label class="choice">
          <input type="checkbox" checked={target.on} onChange={(event) => set({ on: event.currentTarget.checked })} />{" "}
          {title}
        </label>
      </legend>
      {target.on && (
        <div class="fields">
          <Field label={word} faults={own(property)}>
            {(id) => (
              <input
                {...id}
                value={target.name}
                spellcheck={false}
                onInput={(event) => set({ name: event.currentTarget.value })}
              />
            )}
          </Field>
          <Field label="Mode" faults={own("mode")}>
            {(id) => (
              <select
                {...id}
                value={target.mode}
                onChange={(event) => set({ mode: event.currentTarget.value as "append" | "upsert" })}
              >
                <option value="append">append: a row for each record</option>
                <option value="upsert">upsert: the newest row of each key</option>
              </select>
            )}
          </Field>
          {target.mode === "upsert" && (
            <>
              <Field label="Key columns, with commas" faults={own("key")}>
                {(id) => (
                  <input {...id} value={target.key} onInput={(event) => set({ key: event.currentTarget.value })} />
                )}
              </Field>
              <Field label="Version column, if there is one" faults={own("version")}>
                {(id) => (
                  <input
                    {...id}
                    value={target.version}
                    onInput={(event) => set({ version: event.currentTarget.value })}
                  />
                )}
              </Field>
            </>
          )}
        </div>
      )}
    </fieldset>
  );
}

interface FieldProps {
  label: string;
  faults: string[];
  children: (input: { id: string; "aria-invalid": boolean; "aria-describedby": string }) => ComponentChildren;
}

function Field({ label, faults, children }: FieldProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({ id, "aria-invalid": faults.length > 0, "aria-describedby": `${id}-faults` })}
      <span id={`${id}-faults`} aria-live="polite">
        {faults.map((fault) => (
          <span key={fault} class="fault">
            {fault}
          </span>
        ))}
      </span>
    </div>
  );
}
