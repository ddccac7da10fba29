// Stored rows as a file, made page by page in the browser. What is written is what the API answered: NDJSON has the very
// bytes of each row, numbers that JavaScript would round included.

export type Form = "csv" | "ndjson";

export interface Walk {
  /** Answers the text of the page behind a cursor. */
  page: (after: string, signal: AbortSignal) => Promise<string>;
  form: Form;
  signal: AbortSignal;
  progress: (rows: number, bytes: number) => void;
  most?: { rows: number; bytes: number };
}

export interface File {
  parts: Blob[];
  rows: number;
  /** Whether there would have been more. */
  cut: boolean;
}

/** As much as a tab can hold without trouble. */
export const MOST = { rows: 1_000_000, bytes: 512 * 1024 * 1024 };

export async function download(walk: Walk): Promise<File> {
  const most = walk.most ?? MOST;
  const parts: Blob[] = [];
  let columns: string[] | undefined;
  let rows = 0;
  let bytes = 0;
  let after: string | undefined = "begin";
  while (after !== undefined && rows < most.rows && bytes < most.bytes) {
    const text: string = await walk.page(after, walk.signal);
    walk.signal.throwIfAborted();
    const items = elements(text, "items");
    const head = columns === undefined && items.length > 0 ? columnsIn(items) : undefined;
    columns ??= head;
    const lines = walk.form === "ndjson" ? items : items.map((item) => csvRow(membersOf(item), columns ?? []));
    const all = head && walk.form === "csv" ? [head.map(csvCell).join(","), ...lines] : lines;
    const part = new Blob(all.map((line) => line + (walk.form === "csv" ? "\r\n" : "\n")));
    parts.push(part);
    rows += items.length;
    bytes += part.size;
    walk.progress(rows, bytes);
    after = membersOf(text).get("next");
    after = after === undefined ? undefined : JSON.parse(after);
  }
  return { parts, rows, cut: after !== undefined };
}

function columnsIn(items: string[]): string[] {
  return [...new Set(items.flatMap((item) => [...membersOf(item).keys()]))];
}

/** One line; a null is nothing between two commas, an empty text two quotation marks. */
function csvRow(row: Map<string, string>, columns: string[]): string {
  return columns
    .map((column) => {
      const raw = row.get(column);
      return raw === undefined || raw === "null" ? "" : raw.startsWith('"') ? csvText(JSON.parse(raw)) : csvCell(raw);
    })
    .join(",");
}

const csvText = (text: string) => (text === "" ? '""' : csvCell(text));
const csvCell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** The members of an object, as they are written. */
export function membersOf(object: string): Map<string, string> {
  const members = new Map<string, string>();
  for (const part of parts(object)) {
    const colon = endOfText(part, 0);
    members.set(JSON.parse(part.slice(0, colon)), part.slice(part.indexOf(":", colon) + 1).trim());
  }
  return members;
}

/** The elements of an array in an object, as they are written. */
export function elements(object: string, name: string): string[] {
  return parts(membersOf(object).get(name) ?? "[]");
}

/** What stands between the outermost commas of an array or an object. */
function parts(text: string): string[] {
  const all: string[] = [];
  let depth = 0;
  let from = text.search(/[[{]/) + 1;
  for (let i = from - 1; i < text.length; i++) {
    const c = text[i];
    if (c === '"') {
      i = endOfText(text, i) - 1;
    } else if (c === "{" || c === "[") {
      depth++;
    } else if ((c === "," && depth === 1) || ((c === "}" || c === "]") && --depth === 0)) {
      const part = text.slice(from, i).trim();
      if (part !== "") {
        all.push(part);
      }
      from = i + 1;
      if (depth === 0) {
        break;
      }
    }
  }
  return all;
}

function endOfText(text: string, from: number): number {
  let i = text.indexOf('"', from) + 1;
  while (text[i] !== '"') {
    i += text[i] === "\\" ? 2 : 1;
  }
  return i + 1;
}
