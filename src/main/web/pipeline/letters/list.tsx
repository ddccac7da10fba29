import type { DeadLetter } from "../../api/types";
import { Time } from "../../parts/figures";
import { keyOf, placeOf } from "./calls";

interface Props {
  readonly letters: readonly DeadLetter[];
  /** The keys of those that are selected. */
  readonly selected: ReadonlySet<string>;
  readonly open: string | undefined;
  readonly onSelect: (selected: ReadonlySet<string>) => void;
  readonly onOpen: (letter: DeadLetter) => void;
}

/** Characters of a payload in a row: what is behind them would not be seen. */
const EXCERPT = 200;

/** The dead letters of a page, in rows. */
export function LetterList({ letters, selected, open, onSelect, onOpen }: Props) {
  const all = letters.length > 0 && letters.every((letter) => selected.has(keyOf(letter)));
  return (
    <div class="scroll">
      <table class="letter-list">
        <thead>
          <tr>
            <th scope="col" class="check">
              <input
                type="checkbox"
                aria-label="Select all on this page"
                checked={all}
                indeterminate={!all && selected.size > 0}
                onChange={() => onSelect(all ? new Set() : new Set(letters.map(keyOf)))}
              />
            </th>
            <th scope="col" class="at">
              Rejected
            </th>
            <th scope="col" class="place">
              Record
            </th>
            <th scope="col" class="stage-of">
              Stage
            </th>
            <th scope="col" class="why">
              Reason
            </th>
            <th scope="col" class="wide">
              Payload
            </th>
          </tr>
        </thead>
        <tbody>
          {letters.map((letter) => {
            const key = keyOf(letter);
            return (
              <tr key={key} aria-current={key === open ? "true" : undefined}>
                <td class="check">
                  <input
                    type="checkbox"
                    aria-label={`Select ${placeOf(letter)}`}
                    checked={selected.has(key)}
                    onChange={() => onSelect(toggled(selected, key))}
                  />
                </td>
                <td class="at">
                  <Time at={letter.rejectedAt} />
                </td>
                <td class="place">
                  <button
                    type="button"
                    class="linked"
                    data-letter={key}
                    onClick={() => onOpen(letter)}
                    onKeyDown={walk}
                  >
                    {placeOf(letter)}
                  </button>
                  {letter.edit ? <small class="quiet"> edited</small> : null}
                </td>
                <td class="stage-of">{letter.stage}</td>
                <td class="why" title={letter.reason}>
                  {letter.reason}
                </td>
                <td class="excerpt wide mono">
                  {letter.payload === null ? "no value" : letter.payload.slice(0, EXCERPT)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function toggled(selected: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(selected);
  if (!next.delete(key)) {
    next.add(key);
  }
  return next;
}

/** The arrows go from letter to letter. */
function walk(event: KeyboardEvent): void {
  if (!(event.currentTarget instanceof HTMLElement) || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) {
    return;
  }
  const row = event.currentTarget.closest("tr");
  const next = event.key === "ArrowDown" ? row?.nextElementSibling : row?.previousElementSibling;
  next?.querySelector<HTMLElement>("[data-letter]")?.focus();
  event.preventDefault();
}
