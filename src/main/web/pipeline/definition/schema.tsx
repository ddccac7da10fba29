import { useEffect, useState } from "preact/hooks";
import type { Definition, Schemas } from "../../api/schemas";

interface SchemaProps {
  draft: Definition;
  onDraft: (definition: Definition) => void;
  errors: Schemas["FieldError"][];
}

type Rest = Omit<Definition, "transform">;

/** @throws Error that says why the text is no definition that can be shown: what else is wrong the server says */
export function definitionIn(text: string): Rest {
  const read = JSON.parse(text) as Partial<Rest> | null;
  if (typeof read !== "object" || read === null || typeof read.source?.schema !== "string") {
    throw new Error("an object with a source that has a schema is expected");
  }
  return read as Rest;
}

/** Everything but the transform, as JSON; what cannot be read changes nothing until it can be. */
export function Schema({ draft, onDraft, errors }: SchemaProps) {
  const { transform, ...rest } = draft;
  const shown = JSON.stringify(rest, null, 2);
  const [text, setText] = useState(shown);
  const [unreadable, setUnreadable] = useState<string>();
  const [last, setLast] = useState(shown);
  useEffect(() => {
    if (shown !== last) {
      setLast(shown);
      setText(shown);
      setUnreadable(undefined);
    }
  }, [shown, last]);

  const type = (next: string) => {
    setText(next);
    try {
      const read = definitionIn(next);
      setUnreadable(undefined);
      // What is typed stays as it is typed; only another's change lays it out anew.
      setLast(JSON.stringify(read, null, 2));
      onDraft(transform === undefined ? read : { ...read, transform });
    } catch (e) {
      setUnreadable((e as Error).message);
    }
  };
  const others = errors.filter((error) => !error.pointer.startsWith("/transform"));
  return (
    <section class="card stack" aria-label="Source, sinks and trigger">
      <h2>
        <label for="definition-rest">Source, sinks and trigger</label>
      </h2>
      <textarea
        id="definition-rest"
        class="mono"
        rows={Math.min(34, text.split("\n").length + 1)}
        spellcheck={false}
        value={text}
        aria-invalid={unreadable !== undefined || others.length > 0}
        aria-describedby="definition-faults"
        onInput={(event) => type(event.currentTarget.value)}
      />
      <ul id="definition-faults" class="faults" aria-live="polite">
        {unreadable !== undefined && <li class="fault">Cannot be read: {unreadable}</li>}
        {others.map((error) => (
          <li key={error.pointer + error.message} class="fault">
            <code>{error.pointer === "" ? "/" : error.pointer}</code> {error.message}
          </li>
        ))}
      </ul>
    </section>
  );
}
