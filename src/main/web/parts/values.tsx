import { textOf } from "./value";

interface Props {
  readonly title: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** The place that does not fit, such as `items[2].price`. */
  readonly fault?: string | undefined;
}

/** Columns of a record or of a row by their names, with the one marked that does not fit. */
export function Values({ title, values, fault }: Props) {
  const column = fault?.split(/[.[]/)[0];
  return (
    <>
      <h3>{title}</h3>
      <dl class="values">
        {Object.entries(values).map(([name, value]) => (
          <div key={name} class={name === column ? "misfit" : undefined}>
            <dt>{name}</dt>
            <dd>
              {name === column ? <span class="misfit-word">does not fit</span> : null}
              {value === null || value === undefined ? "null" : textOf(value)}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
