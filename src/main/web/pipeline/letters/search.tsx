import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { LetterFilter } from "../../api/types";
import { time } from "../../parts/format";
import { isEmpty, parametersOf } from "./filter";
import { lettersText } from "./order-bar";

interface Props {
  readonly filter: LetterFilter;
  /** How many match; undefined where that is not known. */
  readonly matching: number | undefined;
  readonly onFilter: (filter: LetterFilter) => void;
}

/** How long nobody types before the text is looked for, in milliseconds: every payload is looked at. */
const PAUSE = 400;

/** What the letters shown have in common, each part with a way to drop it, and a text to look for in payloads. */
export function Search({ filter, matching, onFilter }: Props) {
  const id = useId();
  const [text, setText] = useState(filter.q ?? "");

  const now = useRef({ filter, onFilter });
  now.current = { filter, onFilter };

  useEffect(() => setText(filter.q ?? ""), [filter.q]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a text that was looked for is not looked for again
  useEffect(() => {
    if (text === (filter.q ?? "")) {
      return;
    }
    const timer = setTimeout(() => now.current.onFilter(withText(now.current.filter, text)), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);

  return (
    <form class="row letter-search" onSubmit={(event) => event.preventDefault()}>
      <label for={id}>Payload has</label>
      <input
        id={id}
        type="search"
        maxLength={1000}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      {[...parametersOf(filter)]
        .filter(([name]) => name !== "q")
        .map(([name, value]) => (
          <button
            key={name}
            type="button"
            class="small"
            aria-label={`Drop ${name} ${value}`}
            onClick={() => onFilter({ ...filter, [name]: undefined })}
          >
            {name} {name === "from" || name === "to" ? time(value) : value} ×
          </button>
        ))}
      {isEmpty(filter) ? null : (
        <button type="button" onClick={() => onFilter({})}>
          Show all
        </button>
      )}
      <output class="quiet">{matching === undefined ? "" : lettersText(matching)}</output>
    </form>
  );
}

function withText(filter: LetterFilter, text: string): LetterFilter {
  const { q: _, ...rest } = filter;
  return text === "" ? rest : { ...rest, q: text };
}
