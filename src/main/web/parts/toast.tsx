import { useEffect, useState } from "preact/hooks";
import { problemIn } from "../api/client";

interface Said {
  id: number;
  text: string;
  tone: "well" | "trouble";
}

let said: readonly Said[] = [];
let count = 0;
let heard: () => void = () => undefined;

/** Says something for some seconds, to screen readers, too. */
export function toast(text: string, tone: Said["tone"] = "well"): void {
  const id = ++count;
  said = [...said, { id, text, tone }].slice(-4);
  heard();
  setTimeout(() => dismiss(id), tone === "well" ? 5_000 : 15_000);
}

/** Does it, and says what the server says if it refuses. */
export async function trying(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (thrown) {
    const problem = problemIn(thrown);
    toast(`${problem.title}. ${problem.detail}`, "trouble");
    return false;
  }
}

function dismiss(id: number): void {
  said = said.filter((each) => each.id !== id);
  heard();
}

export function Toasts() {
  const [, draw] = useState(0);
  useEffect(() => {
    heard = () => draw((last) => last + 1);
  }, []);
  return (
    <div class="toasts" role="status" aria-live="polite">
      {said.map((each) => (
        <div key={each.id} class={`toast ${each.tone}`}>
          {each.text}
          <button type="button" class="plain" aria-label="Dismiss" onClick={() => dismiss(each.id)}>
            ✕
          </button>
        </div>
      ))}
    </div>
  );
}
