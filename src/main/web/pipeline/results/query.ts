// What is asked of stored rows, in the words of the API: they stand in the page's address as they are sent.

export const OPERATORS = ["eq", "ne", "lt", "le", "gt", "ge", "like", "in", "isnull"] as const;
export type Operator = (typeof OPERATORS)[number];

export const OPERATOR_WORDS: Record<Operator, string> = {
  eq: "is",
  ne: "is not",
  lt: "is less than",
  le: "is at most",
  gt: "is greater than",
  ge: "is at least",
  like: "is like (% any text, _ any character)",
  in: "is one of (commas between them)",
  isnull: "is null (true or false)",
};

export interface Filter {
  column: string;
  operator: Operator;
  value: string;
}

export interface Sort {
  column: string;
  descending: boolean;
}

/** A column's name may have a colon of its own: the operator is the first word between two that is one. */
export function filterOf(text: string): Filter | undefined {
  const parts = text.split(":");
  const place = parts.findIndex((part, i) => i > 0 && (OPERATORS as readonly string[]).includes(part));
  const operator = parts[place] as Operator | undefined;
  return place < 1 || operator === undefined || place === parts.length - 1
    ? undefined
    : { column: parts.slice(0, place).join(":"), operator, value: parts.slice(place + 1).join(":") };
}

export const filterText = (filter: Filter) => `${filter.column}:${filter.operator}:${filter.value}`;

export function sortOf(text: string): Sort {
  const found = /^(.*),(asc|desc)$/.exec(text);
  return { column: found?.[1] ?? text, descending: found?.[2] === "desc" };
}

export const sortText = (sort: Sort) => `${sort.column},${sort.descending ? "desc" : "asc"}`;

/** What a click on a column's head does: up, down, and as the store has it. */
export function sortedBy(now: string[], column: string): string[] {
  const first = now[0] === undefined ? undefined : sortOf(now[0]);
  if (first?.column !== column) {
    return [sortText({ column, descending: false })];
  }
  return first.descending ? [] : [sortText({ column, descending: true })];
}

export interface Asked {
  filters: string[];
  sorts: string[];
  /** A cursor; undefined begins. */
  after?: string | undefined;
  size: number;
}

/** What the API is asked. */
export function questionOf(asked: Asked, count: "estimate" | "none" = "estimate") {
  const { filters, sorts, after = "begin", size } = asked;
  return { size, after, count, filter: filters, sort: sorts };
}

/** The columns of rows, those of the source position last. */
export function columnsOf(rows: Record<string, unknown>[]): string[] {
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  return [...names].sort((a, b) => rank(a) - rank(b));
}

const LAST = ["_id", "_source", "_topic", "_partition", "_offset", "_ordinal", "_ingested_at"];
const rank = (name: string) => LAST.indexOf(name);

/** Where a row came from; Postgres and Mongo say it in their own ways. */
export function positionOf(
  row: Record<string, unknown>,
): { topic: string; partition: number; offset: string } | undefined {
  const of = (row._source ?? row) as Record<string, unknown>;
  const topic = of.topic ?? of._topic;
  const partition = of.partition ?? of._partition;
  const offset = of.offset ?? of._offset;
  return typeof topic === "string" && partition !== undefined && offset !== undefined
    ? { topic, partition: Number(partition), offset: String(offset) }
    : undefined;
}
