import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { Hints, Mounted } from "./codemirror";
import type { Place } from "./place";

interface EditorProps {
  label: string;
  text: string;
  onText: (text: string) => void;
  /** What is wrong with it; a fault whose place is known leads there. */
  faults: { message: string; place?: Place | undefined }[];
  hints: Hints;
}

/** Where SQL is written: a plain field until the editor is loaded, and if it cannot be. */
export function SqlEditor({ label, text, onText, faults, hints }: EditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const [editor, setEditor] = useState<Mounted>();
  const id = useId();
  // What was typed and has not come back yet as the text: it must not undo what was typed since.
  const typed = useRef<string[]>([]);
  const now = useRef({ text, onText, hints });
  now.current = { text, onText, hints };

  useEffect(() => {
    let mounted: Mounted | undefined;
    let gone = false;
    import("./codemirror").then(
      ({ mount }) => {
        if (!gone && host.current) {
          const focused = document.activeElement === area.current;
          const change = (next: string) => {
            typed.current.push(next);
            now.current.onText(next);
          };
          mounted = mount(host.current, label, now.current.text, () => now.current.hints, change);
          setEditor(mounted);
          if (focused) {
            mounted.goTo({ line: 1, column: 1, text: "" });
          }
        }
      },
      () => undefined,
    );
    return () => {
      gone = true;
      mounted?.destroy();
    };
  }, [label]);

  const places = JSON.stringify(faults.map((fault) => fault.place));
  useEffect(() => {
    const at = typed.current.lastIndexOf(text);
    if (at < 0) {
      editor?.setText(text);
    } else {
      typed.current.splice(0, at + 1);
    }
  }, [editor, text]);
  useEffect(() => {
    const all = JSON.parse(places) as (Place | null)[];
    editor?.setFaults(all.filter((place) => place !== null));
  }, [editor, places]);

  const goTo = (place: Place) => (editor === undefined ? area.current?.focus() : editor.goTo(place));
  return (
    <div class="sql">
      <div ref={host} class={`sql-editor ${editor === undefined ? "gone" : ""} ${faults.length > 0 ? "faulty" : ""}`} />
      {editor === undefined && (
        <textarea
          ref={area}
          aria-label={label}
          aria-describedby={id}
          aria-invalid={faults.length > 0}
          class="mono"
          rows={8}
          spellcheck={false}
          value={text}
          onInput={(event) => onText(event.currentTarget.value)}
        />
      )}
      <ul id={id} class="faults" aria-live="polite">
        {faults.map(({ message, place }) => (
          <li key={message} class="fault">
            {place === undefined ? (
              message
            ) : (
              <>
                <button type="button" class="link" onClick={() => goTo(place)}>
                  Line {place.line}, column {place.column}
                </button>
                : {place.text}
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
