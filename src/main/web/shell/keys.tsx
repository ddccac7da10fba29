import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { letterKeys, useLetterKeys } from "../parts/letter-keys";
import { go } from "../route/place";
import { Palette } from "./palette";

const KEYS: [string, string][] = [
  ["Ctrl K", "go to a pipeline or a page"],
  ["/", "search on this page"],
  ["g h", "all pipelines"],
  ["g t", "topics"],
  ["g p", "platform"],
  ["n", "new pipeline"],
  ["j, k or ↓, ↑", "next, previous row"],
  ["Enter", "open the row"],
  ["?", "these keys"],
  ["Esc", "close"],
];

const PAGES: Record<string, string> = { h: "", t: "topics", p: "platform" };

interface KeysProps {
  asked: "palette" | "keys" | undefined;
  onAsk: (what: "palette" | "keys" | undefined) => void;
}

/** The keys of every page. While somebody writes, letters are letters. */
export function Keys({ asked, onAsk }: KeysProps) {
  const ask = useRef(onAsk);
  ask.current = onAsk;
  useEffect(() => {
    let leading = false;
    const press = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        ask.current("palette");
        return;
      }
      if (
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        !letterKeys() ||
        isWriting(event) ||
        document.querySelector("dialog[open]") !== null
      ) {
        return;
      }
      const page = leading ? PAGES[event.key] : undefined;
      leading = event.key === "g";
      if (page !== undefined) {
        go(page);
      } else if (event.key === "/") {
        event.preventDefault();
        document.querySelector<HTMLInputElement>("input[type=search]")?.focus();
      } else if (event.key === "?") {
        ask.current("keys");
      } else if (event.key === "n") {
        go("new");
      } else if (event.key === "j" || event.key === "k") {
        step(event.key === "j" ? 1 : -1);
      }
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
  return asked === "palette" ? (
    <Palette onClose={() => onAsk(undefined)} onKeys={() => onAsk("keys")} />
  ) : asked === "keys" ? (
    <KeyList onClose={() => onAsk(undefined)} />
  ) : null;
}

function isWriting(event: KeyboardEvent): boolean {
  const at = event.composedPath()[0];
  return at instanceof HTMLElement && (at.isContentEditable || /^(input|textarea|select)$/i.test(at.tagName));
}

/** To the next row that can be opened, on whatever page. */
function step(by: number): void {
  const rows = [...document.querySelectorAll<HTMLElement>("main a.open-row, main tr.opens, main button.linked")];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  rows[Math.max(0, Math.min(rows.length - 1, at + by))]?.focus();
}

function KeyList({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [on, setOn] = useLetterKeys();
  useLayoutEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="dialog" onClose={onClose} aria-label="Keys">
      <h2>Keys</h2>
      <dl class="keys">
        {KEYS.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <label class="choice">
        <input type="checkbox" checked={on} onChange={(event) => setOn(event.currentTarget.checked)} />
        Single letters and signs are keys of this page
      </label>
      <p class="quiet">
        {on ? "Without them, " : "They are off in this browser; "}
        <kbd>Ctrl K</kbd> leads everywhere, here too: type “keys”.
      </p>
      <p class="row end">
        <button type="button" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </p>
    </dialog>
  );
}
