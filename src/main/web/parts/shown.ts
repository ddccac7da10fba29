// The forms in which a page shows what it sends, so that whoever clicked it once can script it.

export const json = (value: unknown) => JSON.stringify(value, null, 2);

/** A command for a shell that sends the same. */
export function curl(method: string, address: string, body?: unknown): string {
  return curlOf(method, address, body === undefined ? undefined : { type: "application/json", text: json(body) });
}

/** The same of what is sent to the letter: JavaScript would round long numbers. */
export function curlOf(method: string, address: string, sent?: { type: string; text: string }): string {
  const begin = method === "GET" ? "curl" : `curl -X ${method}`;
  return sent === undefined
    ? `${begin} ${word(address)}`
    : `${begin} -H 'Content-Type: ${sent.type}' ${word(address)} \\\n  --data-binary ${quote(sent.text)}`;
}

const word = (text: string) => (/^[\w:/.,%@+-]+$/.test(text) ? text : quote(text));
const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** JSON as YAML 1.2 in blocks; every text that could be taken for something else is quoted. */
export function yaml(value: unknown): string {
  return block(value, 0).replace(/^\n/, "");
}

function block(value: unknown, depth: number): string {
  const indent = "  ".repeat(depth);
  if (Array.isArray(value)) {
    return value.length === 0 ? "[]\n" : `\n${value.map((each) => `${indent}- ${item(each, depth + 1)}`).join("")}`;
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([, each]) => each !== undefined);
    return entries.length === 0
      ? "{}\n"
      : `\n${entries.map(([key, each]) => `${indent}${plain(key)}:${after(each, depth + 1)}`).join("")}`;
  }
  if (
    typeof value === "string" &&
    value.includes("\n") &&
    /^[^\s]/.test(value) &&
    !/[^\n\x20-\x7e\u00a0-\ud7ff]/.test(value)
  ) {
    const keep = value.endsWith("\n") ? (value.endsWith("\n\n") ? undefined : "") : "-";
    if (keep !== undefined) {
      const text = value.replace(/\n$/, "").split("\n");
      return `|${keep}\n${text.map((line) => (line === "" ? "\n" : `${indent}${line}\n`)).join("")}`;
    }
  }
  return `${typeof value === "string" ? plain(value) : String(value ?? null)}\n`;
}

function after(value: unknown, depth: number): string {
  const text = block(value, depth);
  return text.startsWith("\n") ? text : ` ${text}`;
}

/** What stands behind a dash: its first entry on the same line. */
function item(value: unknown, depth: number): string {
  return block(value, depth).replace(/^\n\s*/, "");
}

const RESERVED = /^(?:true|false|null|yes|no|on|off|y|n|~|)$/i;

function plain(text: string): string {
  const safe = /^[A-Za-z_/][\w ./()<>=+-]*$/.test(text) && !text.endsWith(" ") && !RESERVED.test(text);
  return safe ? text : JSON.stringify(text);
}
