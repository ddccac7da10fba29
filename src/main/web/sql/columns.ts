// The columns that a transform can name: those of a schema in Spark's DDL, and those of the record itself.

export interface SourceColumn {
  name: string;
  type: string;
  notNull: boolean;
}

/** What every record has beside the columns of its schema; docs/transform.md. */
export const OF_THE_RECORD: SourceColumn[] = [
  { name: "_topic", type: "STRING", notNull: true },
  { name: "_partition", type: "INT", notNull: true },
  { name: "_offset", type: "BIGINT", notNull: true },
  { name: "_timestamp", type: "TIMESTAMP", notNull: true },
  { name: "_key", type: "BINARY", notNull: false },
  { name: "_headers", type: "MAP<STRING, BINARY>", notNull: false },
  { name: "_value", type: "BINARY", notNull: false },
];

/** The columns of a schema; of one that is half written, those that can be told. */
export function columnsOf(ddl: string): SourceColumn[] {
  return split(ddl).flatMap((part) => {
    const found = /^(?:`((?:[^`]|``)+)`|([^\s`:]+))\s*:?\s+([\s\S]+)$/.exec(part);
    const rest = found?.[3]?.replace(/\s+COMMENT\s+(['"])[\s\S]*\1$/i, "").trim();
    if (!found || !rest) {
      return [];
    }
    const type = rest.replace(/\s+NOT\s+NULL$/i, "");
    const name = found[1]?.replaceAll("``", "`") ?? found[2] ?? "";
    return [{ name, type, notNull: type !== rest }];
  });
}

/** A schema with a column on each line, to read and to edit. */
export function onLines(ddl: string): string {
  let depth = 0;
  let quote = false;
  return [...ddl]
    .map((c) => {
      quote = c === "`" ? !quote : quote;
      depth += quote ? 0 : "<(".includes(c) ? 1 : ">)".includes(c) ? -1 : 0;
      return c === "," && depth === 0 && !quote ? ",\n" : c;
    })
    .join("")
    .replace(/\n[ \t]+/g, "\n");
}

export const onOneLine = (ddl: string) => ddl.replace(/\s*\n\s*/g, " ").trim();

/** A schema of these columns, one on each line. */
export function ddlOf(columns: SourceColumn[]): string {
  return columns.map((each) => `${quoted(each.name)} ${each.type}${each.notNull ? " NOT NULL" : ""}`).join(",\n");
}

/** A name as SQL takes it. */
export function quoted(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : `\`${name.replaceAll("`", "``")}\``;
}

/** The parts between the outermost commas. */
function split(ddl: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = "";
  let part = "";
  for (const c of ddl) {
    if (quote) {
      quote = c === quote ? "" : quote;
    } else if (c === "`" || c === "'" || c === '"') {
      quote = c;
    } else if (c === "<" || c === "(") {
      depth++;
    } else if (c === ">" || c === ")") {
      depth--;
    }
    if (c === "," && depth === 0 && !quote) {
      parts.push(part.trim());
      part = "";
    } else {
      part += c;
    }
  }
  parts.push(part.trim());
  return parts.filter((each) => each !== "");
}
