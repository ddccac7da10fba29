// Records that somebody types: a JSON array, or a record on each line.

export interface Typed {
  records: number;
  type: "application/json" | "application/x-ndjson";
  /** Why nothing can be sent; undefined if it can. */
  fault?: string;
  /** What Kafka takes, but pipelines reject as it is: the numbers of lines that are no JSON objects. */
  odd: number[];
}

export function typed(text: string): Typed {
  if (text.trim() === "") {
    return {
      records: 0,
      type: "application/x-ndjson",
      fault: "Type a JSON array, or one record on each line.",
      odd: [],
    };
  }
  if (text.trimStart().startsWith("[")) {
    try {
      const records: unknown = JSON.parse(text);
      if (Array.isArray(records)) {
        const odd = records.flatMap((each, i) => (isObject(each) ? [] : [i + 1]));
        return { records: records.length, type: "application/json", odd };
      }
    } catch (e) {
      return { records: 0, type: "application/json", fault: `No JSON array: ${(e as Error).message}`, odd: [] };
    }
  }
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return {
    records: lines.length,
    type: "application/x-ndjson",
    odd: lines.flatMap((line, i) => (isJsonObject(line) ? [] : [i + 1])),
  };
}

function isJsonObject(line: string): boolean {
  try {
    return isObject(JSON.parse(line));
  } catch {
    return false;
  }
}

const isObject = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);
