import type { ComponentChildren } from "preact";
import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { problemIn } from "../api/client";
import type { Problem } from "../api/schemas";
import { useAlone } from "./alone";
import { ProblemBox } from "./problem";

const PATIENCE = 5_000;

interface SecondClickProps {
  label: string;
  /** What the button says when it wants the second click, such as "Stop now?". */
  ask: string;
  onDo: () => void;
  disabled?: boolean;
  class?: string;
}

/** Asks by itself: the first click changes what it says, the second does it; without one it forgets the first. */
export function SecondClick({ label, ask, onDo, disabled, class: kind = "" }: SecondClickProps) {
  const [asking, setAsking] = useState(false);
  // A third click may come before the second one is drawn.
  const done = useRef(false);
  useEffect(() => {
    done.current = false;
    const timer = asking ? setTimeout(() => setAsking(false), PATIENCE) : undefined;
    return () => clearTimeout(timer);
  }, [asking]);
  const click = (event: MouseEvent) => {
    // The second half of a double click is no second click.
    if (asking && (event.detail > 1 || done.current)) {
      return;
    }
    setAsking(!asking);
    if (asking) {
      done.current = true;
      onDo();
    }
  };
  return (
    <button
      type="button"
      class={`${kind} ${asking ? "asking" : ""}`}
      disabled={disabled}
      onClick={click}
      onBlur={() => setAsking(false)}
      onKeyDown={(event) => {
        if (event.key === "Escape") {
          setAsking(false);
        } else if (event.repeat) {
          event.preventDefault();
        }
      }}
    >
      <span aria-live="polite">{asking ? ask : label}</span>
    </button>
  );
}

interface TypedNameProps {
  title: string;
  /** What has to be typed. */
  name: string;
  verb: string;
  onDo: () => Promise<void>;
  onClose: () => void;
  /** What will be removed. */
  children: ComponentChildren;
}

/** A dialog for what cannot be undone: it shows what is removed and wants the name typed. */
export function TypedName({ title, name, verb, onDo, onClose, children }: TypedNameProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState("");
  const [busy, alone] = useAlone();
  const [problem, setProblem] = useState<Problem>();
  const id = useId();
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const submit = async () => {
    try {
      await onDo();
      // Closing it gives the focus back, which taking it out of the page would not.
      dialog.current?.close();
      onClose();
    } catch (thrown) {
      setProblem(problemIn(thrown));
    }
  };
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby={`${id}-title`}
      onClose={onClose}
      // What was ordered goes on, and its end has to be told here.
      onCancel={(event) => busy && event.preventDefault()}
    >
      <form onSubmit={(event) => [event.preventDefault(), typed === name && alone(submit)]}>
        <h2 id={`${id}-title`}>{title}</h2>
        {children}
        <label for={id}>
          Type <code>{name}</code> to go on
        </label>
        <input
          id={id}
          value={typed}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        <ProblemBox problem={problem} />
        <p class="row end">
          <button type="button" disabled={busy} onClick={() => dialog.current?.close()}>
            Keep it
          </button>
          <button type="submit" class="danger" disabled={typed !== name || busy}>
            {busy ? "…" : verb}
          </button>
        </p>
      </form>
    </dialog>
  );
}
