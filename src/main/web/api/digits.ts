// Numbers that JavaScript would round: they stay as they are written.

/** A number with more digits than JavaScript keeps. */
export class Digits {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }

  /** As a text: what reads it loses nothing. {@link jsonOf} writes the number. */
  toJSON(): string {
    return this.text;
  }
}

const LONG = /[\d.]{16}/;
const TOKEN = /"(?:\\.|[^"\\])*"|-?\d[\d.eE+-]*/g;

/** What no text begins with by chance: what is parsed is others'. */
const MARK = `${Math.random()} `;

/** What a JSON text says; of a number that would be rounded, its {@link Digits}. */
export function parsed(json: string): unknown {
  if (!LONG.test(json)) {
    return JSON.parse(json);
  }
  const isKept = (token: string) => token.startsWith('"') || token.length < 16 || String(Number(token)) === token;
  return JSON.parse(
    json.replace(TOKEN, (token) => (isKept(token) ? token : `"${MARK}${token}"`)),
    (_, value) => (typeof value === "string" && value.startsWith(MARK) ? new Digits(value.slice(MARK.length)) : value),
  );
}

/** JSON with all digits of its numbers. */
export function jsonOf(value: unknown): string {
  if (value instanceof Digits) {
    return value.text;
  }
  if (Array.isArray(value)) {
    return `[${value.map(jsonOf).join(",")}]`;
  }
  return typeof value === "object" && value !== null
    ? `{${Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}:${jsonOf(each)}`)}}`
    : (JSON.stringify(value) ?? "");
}
