// What differs between two definitions, by place, and between two texts, by line.
import { Digits } from "../api/digits";

export interface Change {
  pointer: string;
  before: unknown;
  after: unknown;
}

/** Each value that is another one, as a version's `changes` has them: null where there is none. */
export function changes(before: unknown, after: unknown, pointer = ""): Change[] {
  if (isTree(before) && isTree(after) && Array.isArray(before) === Array.isArray(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) =>
      changes(child(before, key), child(after, key), `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`),
    );
  }
  return JSON.stringify(before ?? null) === JSON.stringify(after ?? null)
    ? []
    : [{ pointer, before: before ?? null, after: after ?? null }];
}

function isTree(value: unknown): value is object {
  return typeof value === "object" && value !== null && !(value instanceof Digits);
}

function child(tree: object, key: string): unknown {
  return (tree as Record<string, unknown>)[key];
}

export interface Line {
  kind: "same" | "removed" | "added";
  text: string;
}

const MOST = 2000;

/** The lines of both texts in their order; texts of very many lines are one removed and one added block. */
export function lines(before: string, after: string): Line[] {
  const a = before === "" ? [] : before.split("\n");
  const b = after === "" ? [] : after.split("\n");
  if (a.length > MOST || b.length > MOST) {
    return [...a.map(removed), ...b.map(added)];
  }
  const common = lengths(a, b);
  const result: Line[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      result.push({ kind: "same", text: a[i++] ?? "" });
      j++;
    } else if (j >= b.length || (i < a.length && at(common, i + 1, j) >= at(common, i, j + 1))) {
      result.push(removed(a[i++] ?? ""));
    } else {
      result.push(added(b[j++] ?? ""));
    }
  }
  return result;
}

/** How many lines the texts have in common from each pair of lines on. */
function lengths(a: string[], b: string[]): Uint16Array[] {
  const common = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const row = common[i];
      if (row) {
        row[j] = a[i] === b[j] ? at(common, i + 1, j + 1) + 1 : Math.max(at(common, i + 1, j), at(common, i, j + 1));
      }
    }
  }
  return common;
}

const at = (common: Uint16Array[], i: number, j: number) => common[i]?.[j] ?? 0;
const removed = (text: string): Line => ({ kind: "removed", text });
const added = (text: string): Line => ({ kind: "added", text });
