import { jsonOf } from "../api/digits";

const MOST = 300;

/** What is shown of a value in a cell, as text; a null can be told from a text "null". */
export function Value({ of, most = MOST }: { of: unknown; most?: number }) {
  if (of === null || of === undefined) {
    return <i class="quiet">null</i>;
  }
  const text = textOf(of);
  return text.length <= most ? (
    <span class="value">{text}</span>
  ) : (
    <span class="value" title={text.slice(0, 4000)}>{`${text.slice(0, most)}…`}</span>
  );
}

export function textOf(value: unknown): string {
  return typeof value === "string" ? value : jsonOf(value);
}
