import { useState } from "preact/hooks";
import type { Definition, Schemas } from "../../api/schemas";
import { Field, Names } from "../../fields/field";
import { faultsAt, namesIn, type Store, sinkOf, type Target, targetOf } from "../../fields/target";
import { TargetFields } from "../../fields/target-fields";
import { onLines, onOneLine } from "../../sql/columns";

interface FieldsProps {
  draft: Definition;
  onDraft: (definition: Definition) => void;
  errors: Schemas["FieldError"][];
}

const STORES: readonly Store[] = ["postgres", "mongo"];

const MODES = {
  processingTime: "goes on, a micro-batch each interval",
  availableNow: "reads what there is, and completes",
  continuous: "goes on with the least delay",
} as const;

/** A trigger of each mode that says no more: not every mode takes every interval, and one takes none. */
const TRIGGERS = {
  processingTime: { mode: "processingTime", interval: "PT0S" },
  availableNow: { mode: "availableNow" },
  continuous: { mode: "continuous", interval: "PT1S" },
} as const;

/** What is changed most often of a definition, in fields; the JSON beside them has all of it. */
export function Fields({ draft, onDraft, errors }: FieldsProps) {
  const { source, trigger } = draft;
  const at = (pointer: string) => faultsAt(errors, pointer);
  const set = (part: Partial<Definition>) => onDraft({ ...draft, ...part });
  const setSource = (part: Partial<Definition["source"]>) => set({ source: { ...source, ...part } });
  const begins = source.startingOffsets ?? "earliest";
  const isNamed = begins === "earliest" || begins === "latest";
  return (
    <section class="card stack" aria-label="Fields">
      <h2>Fields</h2>
      <div class="fields">
        <Field label="Description" faults={at("/description")}>
          {(input) => (
            <input
              {...input}
              value={draft.description ?? ""}
              onInput={(event) => onDraft(described(draft, event.currentTarget.value))}
            />
          )}
        </Field>
        <Field label="Topics, with commas" faults={at("/source/topics")}>
          {(input) => (
            <Names
              input={input}
              names={listIn(source.topics)}
              onText={(text) => setSource({ topics: namesIn(text) })}
            />
          )}
        </Field>
        <Field label="Begins with, at its first start" faults={at("/source/startingOffsets")}>
          {(input) => (
            <select
              {...input}
              value={isNamed ? begins : "other"}
              onChange={(event) => setSource({ startingOffsets: event.currentTarget.value })}
            >
              <option value="earliest">the oldest record that Kafka has</option>
              <option value="latest">what comes after its first start</option>
              {!isNamed && (
                <option value="other" disabled>
                  as the JSON says
                </option>
              )}
            </select>
          )}
        </Field>
        <Field label="Most offsets in a micro-batch" faults={at("/source/maxOffsetsPerTrigger")}>
          {(input) => (
            <input
              {...input}
              type="number"
              min={1}
              value={source.maxOffsetsPerTrigger ?? ""}
              onInput={(event) => set({ source: withMost(source, event.currentTarget.value) })}
            />
          )}
        </Field>
        <Field label="Fields that the schema does not have" faults={at("/source/unknownFields")}>
          {(input) => (
            <select
              {...input}
              value={source.unknownFields ?? "ignore"}
              onChange={(event) => setSource({ unknownFields: event.currentTarget.value as "ignore" | "reject" })}
            >
              <option value="ignore">are left out</option>
              <option value="reject">make it a dead letter</option>
            </select>
          )}
        </Field>
        <Field label="Trigger" faults={at("/trigger/mode")}>
          {(input) => (
            <select
              {...input}
              value={trigger?.mode ?? "processingTime"}
              onChange={(event) =>
                set({
                  trigger: TRIGGERS[event.currentTarget.value as keyof typeof MODES] as Schemas["TriggerDefinition"],
                })
              }
            >
              {Object.entries(MODES).map(([mode, word]) => (
                <option key={mode} value={mode}>
                  {word}
                </option>
              ))}
            </select>
          )}
        </Field>
        {(trigger?.mode !== "availableNow" || trigger.interval !== undefined) && (
          <Field label="Interval, such as PT5S or 5s" faults={at("/trigger/interval")}>
            {(input) => (
              <input
                {...input}
                value={trigger?.interval ?? "PT0S"}
                spellcheck={false}
                onInput={(event) =>
                  set({ trigger: { mode: "processingTime", ...trigger, interval: event.currentTarget.value } })
                }
              />
            )}
          </Field>
        )}
      </div>
      <Field label="Columns, as Spark's DDL" faults={at("/source/schema")}>
        {(input) => <Columns input={input} schema={source.schema} onSchema={(schema) => setSource({ schema })} />}
      </Field>
      <div class="targets">
        {STORES.map((store) => (
          <TargetFields
            key={store}
            store={store}
            target={targetOf(sinksIn(draft).find((sink) => sink.type === store))}
            onTarget={(target) => set({ sinks: withTarget(draft, store, target) })}
            faults={(property) => at(`/sinks/${sinksIn(draft).findIndex((sink) => sink.type === store)}/${property}`)}
          />
        ))}
      </div>
    </section>
  );
}

interface ColumnsProps {
  input: object;
  schema: string;
  onSchema: (schema: string) => void;
}

/** A column on each line. What is typed stays as it is typed until the schema is another one. */
function Columns({ input, schema, onSchema }: ColumnsProps) {
  const [text, setText] = useState(onLines(schema));
  const shown = onOneLine(text) === schema ? text : onLines(schema);
  return (
    <textarea
      {...input}
      class="mono"
      rows={Math.min(16, Math.max(3, shown.split("\n").length + 1))}
      spellcheck={false}
      value={shown}
      onInput={(event) => {
        setText(event.currentTarget.value);
        onSchema(onOneLine(event.currentTarget.value));
      }}
    />
  );
}

type Sinks = Definition["sinks"];

/** What is written as JSON may be anything there. */
const sinksIn = ({ sinks }: Definition): Sinks =>
  Array.isArray(sinks) ? sinks.filter((sink) => typeof sink === "object" && sink !== null) : [];
const listIn = (names: unknown): string[] => (Array.isArray(names) ? names.map(String) : []);

/** The sinks with one target as it is edited: each stays where it is, and what no field has stays in it. */
export function withTarget(draft: Definition, store: Store, target: Target): Sinks {
  const sinks = sinksIn(draft);
  if (!target.on) {
    return sinks.filter((sink) => sink.type !== store);
  }
  const before = sinks.find((sink) => sink.type === store);
  const { table: _, collection: __, mode: ___, key: ____, version: _____, ...rest } = before ?? { type: store };
  const name = before === undefined && target.name === "" ? String(draft.name).replaceAll("-", "_") : target.name;
  const next = { ...rest, ...sinkOf(store, { ...target, name }), mode: target.mode } as Sinks[number];
  return before === undefined ? [...sinks, next] : sinks.map((sink) => (sink === before ? next : sink));
}

function described(draft: Definition, text: string): Definition {
  const { description: _, ...rest } = draft;
  return text === "" ? rest : { ...rest, description: text };
}

function withMost(source: Definition["source"], text: string): Definition["source"] {
  const { maxOffsetsPerTrigger: _, ...rest } = source;
  return text === "" ? rest : { ...rest, maxOffsetsPerTrigger: Number(text) };
}
