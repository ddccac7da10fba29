import type { ComponentChildren } from "preact";

export interface Column<T> {
  head: ComponentChildren;
  cell: (row: T) => ComponentChildren;
  /** Numbers stand at the right. */
  numeric?: boolean;
}

interface TableProps<T> {
  /** What the table shows, for those who do not see it. */
  caption: string;
  columns: Column<T>[];
  rows: readonly T[];
  keyOf: (row: T) => string | number;
  /** What to do with the row that is clicked, or Enter is pressed on. */
  onOpen?: (row: T) => void;
}

/** A dense table that scrolls within itself where the page is narrow. */
export function Table<T>({ caption, columns, rows, keyOf, onOpen }: TableProps<T>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard.
    <section class="scroll" tabIndex={0} aria-label={caption}>
      <table>
        <caption class="sr">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column, at) => (
              <th key={at} scope="col" class={column.numeric === true ? "right" : ""}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={keyOf(row)}
              class={onOpen === undefined ? "" : "opens"}
              tabIndex={onOpen === undefined ? undefined : 0}
              onClick={() => onOpen?.(row)}
              onKeyDown={(event) => event.key === "Enter" && onOpen?.(row)}
            >
              {columns.map((column, at) => (
                <td key={at} class={column.numeric === true ? "right num" : ""}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
