import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";
import { namesIn } from "./target";

/** What an input needs to be named by its label, and told what is wrong with it. */
export interface Input {
  id: string;
  "aria-invalid": boolean;
  "aria-describedby": string;
}

interface FieldProps {
  label: string;
  faults: string[];
  children: (input: Input) => ComponentChildren;
}

/** A field with its label, and what is wrong with it beside it. */
export function Field({ label, faults, children }: FieldProps) {
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

interface NamesProps {
  input: Input;
  names: readonly string[];
  /** What is typed, of which {@link namesIn} makes names. */
  onText: (text: string) => void;
}

/** Names with commas between them. What is typed stays as it is typed until the names are other ones. */
export function Names({ input, names, onText }: NamesProps) {
  const [text, setText] = useState(names.join(", "));
  const isTyped = JSON.stringify(namesIn(text)) === JSON.stringify(names);
  return (
    <input
      {...input}
      value={isTyped ? text : names.join(", ")}
      spellcheck={false}
      onInput={(event) => {
        setText(event.currentTarget.value);
        onText(event.currentTarget.value);
      }}
    />
  );
}
