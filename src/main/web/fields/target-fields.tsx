import { Field, Names } from "./field";
import { namesIn, PROPERTIES, type Store, type Target } from "./target";

const WORDS = { postgres: ["Postgres", "Table"], mongo: ["Mongo", "Collection"] } as const;

interface TargetFieldsProps {
  store: Store;
  target: Target;
  onTarget: (target: Target) => void;
  /** What is wrong with a property of the sink. */
  faults: (property: string) => string[];
}

/** Whether rows go into a store, into which table or collection, and how. */
export function TargetFields({ store, target, onTarget, faults }: TargetFieldsProps) {
  const set = (part: Partial<Target>) => onTarget({ ...target, ...part });
  const [title, word] = WORDS[store];
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
          <Field label={word} faults={faults(PROPERTIES[store])}>
            {(input) => (
              <input
                {...input}
                value={target.name}
                spellcheck={false}
                onInput={(event) => set({ name: event.currentTarget.value })}
              />
            )}
          </Field>
          <Field label="Mode" faults={faults("mode")}>
            {(input) => (
              <select
                {...input}
                value={target.mode}
                onChange={(event) => set({ mode: event.currentTarget.value as Target["mode"] })}
              >
                <option value="append">append: a row for each record</option>
                <option value="upsert">upsert: the newest row of each key</option>
              </select>
            )}
          </Field>
          {target.mode === "upsert" && (
            <>
              <Field label="Key columns, with commas" faults={faults("key")}>
                {(input) => <Names input={input} names={namesIn(target.key)} onText={(key) => set({ key })} />}
              </Field>
              <Field label="Version column, if there is one" faults={faults("version")}>
                {(input) => (
                  <input
                    {...input}
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
