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

/** Milliseconds that it works at a time: in between the page draws and hears clicks. */
const SPELL = 12;

export async function download(walk: Walk): Promise<File> {
  const most = walk.most ?? MOST;
  const isCsv = walk.form === "csv";
  const files: Blob[] = [];
  const rested = restful();
  let columns: string[] | undefined;
  let rows = 0;
  let bytes = 0;
  let after: string | undefined = "begin";
  while (after !== undefined && rows < most.rows && bytes < most.bytes) {
    const text: string = await walk.page(after, walk.signal);
    walk.signal.throwIfAborted();
    const members = membersOf(text);
    const items = await all(parts(members.get("items") ?? "[]"), (item) => item, rested);
    const lines: string[] = [];
    if (isCsv) {
      const read = await all(items, membersOf, rested);
      if (columns === undefined && read.length > 0) {
        columns = [...new Set(read.flatMap((row) => [...row.keys()]))];
        lines.push(columns.map(csvCell).join(","));
      }
      const known: string[] = columns ?? [];
      lines.push(...(await all(read, (row) => csvRow(row, known), rested)));
    } else {
      lines.push(...items);
    }
    const file = new Blob(lines.map((line) => line + (isCsv ? "\r\n" : "\n")));
    files.push(file);
    rows += items.length;
    bytes += file.size;
    walk.signal.throwIfAborted();
    walk.progress(rows, bytes);
    const next = members.get("next");
    after = next === undefined ? undefined : JSON.parse(next);
  }
  return { parts: files, rows, cut: after !== undefined };
}

/** What is made of each, with pauses: a page of four megabytes at one go would hold the whole page up. */
async function all<T, R>(
  those: Iterable<T>,
  make: (one: T) => R,
  rested: () => Promise<void> | undefined,
): Promise<R[]> {
  const made: R[] = [];
  for (const one of those) {
    made.push(make(one));
    const pause = rested();
    if (pause !== undefined) {
      await pause;
    }
  }
  return made;
}

/** Lets others go first when it has worked for a spell. */
function restful(): () => Promise<void> | undefined {
  let since = performance.now();
  return () =>
    performance.now() - since < SPELL
      ? undefined
      : rest().then(() => {
          since = performance.now();
        });
}

/** Until what waits is done; not by a timer, which a browser slows down where nobody looks. */
function rest(): Promise<void> {
  return new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      done();
    };
    port2.postMessage(undefined);
  });
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

/** What stands between the outermost commas of an array or an object. */
export function* parts(text: string): Generator<string> {
  let depth = 0;
  let from = text.search(/[[{]/) + 1;
  for (let i = from - 1; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === QUOTE) {
      i = endOfText(text, i) - 1;
    } else if (c === OPEN_OBJECT || c === OPEN_ARRAY) {
      depth++;
    } else if ((c === COMMA && depth === 1) || ((c === CLOSE_OBJECT || c === CLOSE_ARRAY) && --depth === 0)) {
      const part = text.slice(from, i).trim();
      if (part !== "") {
        yield part;
      }
      from = i + 1;
      if (depth === 0) {
        return;
      }
    }
  }
}

const [QUOTE, ESCAPE, COMMA, OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY] = [34, 92, 44, 123, 125, 91, 93];

function endOfText(text: string, from: number): number {
  let i = text.indexOf('"', from) + 1;
  while (i < text.length && text.charCodeAt(i) !== QUOTE) {
    i += text.charCodeAt(i) === ESCAPE ? 2 : 1;
  }
  return i + 1;
}
