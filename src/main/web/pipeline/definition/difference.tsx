import { textOf } from "../../parts/value";
import { type Change, lines } from "../../sql/difference";

const SIGNS = { same: " ", removed: "−", added: "+" } as const;
const WORDS = { same: "", removed: "removed: ", added: "added: " } as const;

/** What differs, place by place; texts of several lines line by line. */
export function Difference({ of }: { of: Change[] }) {
  return of.length === 0 ? (
    <p class="quiet">Nothing differs.</p>
  ) : (
    <dl class="difference">
      {of.map(({ pointer, before, after }) => (
        <div key={pointer}>
          <dt>
            <code>{pointer === "" ? "/" : pointer}</code>
          </dt>
          <dd>
            {lines(shown(before), shown(after)).map((line, at) => (
              <div key={at} class={`line ${line.kind}`}>
                <span aria-hidden="true">{SIGNS[line.kind]} </span>
                <span class="sr">{WORDS[line.kind]}</span>
                {line.text}
              </div>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const shown = (value: unknown) => (value === null || value === undefined ? "" : textOf(value));
