import { useLayoutEffect, useRef } from "preact/hooks";
import { useQuestion } from "../route/leave";

/** Asks before what somebody wrote is lost. */
export function Leaving() {
  const question = useQuestion();
  return question === undefined ? null : <Question {...question} />;
}

function Question({ leave, stay }: { leave: () => void; stay: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="leaving" onClose={stay}>
      <h2 id="leaving">Lose what you wrote?</h2>
      <p>It was not saved or sent, and is gone when you leave.</p>
      <p class="row end">
        <button type="button" onClick={() => dialog.current?.close()}>
          Stay
        </button>
        <button type="button" class="danger" onClick={() => [dialog.current?.close(), leave()]}>
          Leave
        </button>
      </p>
    </dialog>
  );
}
