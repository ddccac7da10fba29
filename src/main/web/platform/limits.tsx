import { useAnswer } from "../api/answer";
import { OPENAPI } from "../api/client";
import { number } from "../parts/format";
import { ProblemBox } from "../parts/problem";
import { Table } from "../parts/table";

interface Shape {
  $ref?: string;
  maximum?: number;
  maxItems?: number;
  properties?: Record<string, Shape>;
}

interface Operation {
  summary?: string;
  parameters?: { name: string; schema?: Shape }[];
  requestBody?: { content: Record<string, { schema?: Shape }> };
}

/** The part of an OpenAPI document that says how much one may ask for. */
export interface ApiDocument {
  paths: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, Shape> };
}

export interface Limit {
  what: string;
  of: string;
  most: number;
}

/** What the API's document says of the most that one request can ask for. */
export function limitsIn({ paths, components }: ApiDocument): Limit[] {
  const whole = (shape: Shape): Shape => components?.schemas?.[shape.$ref?.split("/").at(-1) ?? ""] ?? shape;
  return Object.entries(paths)
    .filter(([path]) => path.startsWith("/api/"))
    .flatMap(([, operations]) => Object.values(operations))
    .flatMap(({ summary = "", parameters = [], requestBody }) => {
      const body = Object.values(requestBody?.content ?? {})[0]?.schema;
      const found = new Map<string, number>();
      const look = (name: string, of: Shape, depth: number) => {
        const shape = whole(of);
        const most = shape.maximum ?? shape.maxItems;
        if (most !== undefined && Number.isInteger(most)) {
          found.set(name, most);
        }
        // A shape may have itself as a part.
        for (const [part, its] of depth === 0 ? [] : Object.entries(shape.properties ?? {})) {
          look(name === "" ? part : `${name}.${part}`, its, depth - 1);
        }
      };
      for (const each of parameters) {
        look(each.name, each.schema ?? {}, 0);
      }
      look("", body ?? {}, 2);
      return [...found].map(([of, most]) => ({ what: summary, of, most }));
    });
}

const COLUMNS = [
  { head: "Request", cell: (limit: Limit) => limit.what },
  { head: "What of it", cell: (limit: Limit) => <code>{limit.of}</code> },
  { head: "At most", cell: (limit: Limit) => number(limit.most), numeric: true },
];

/** How much one request can ask for, as the API's own document has it. */
export function Limits() {
  const { data, problem, reload } = useAnswer<ApiDocument>(OPENAPI);
  return (
    <section class="stack" aria-label="Limits">
      <h2>Limits of one request</h2>
      <ProblemBox problem={problem} again={reload} />
      {data !== undefined && (
        <Table
          caption="Limits of one request"
          columns={COLUMNS}
          rows={limitsIn(data)}
          keyOf={(limit) => `${limit.what} ${limit.of}`}
        />
      )}
      <p class="quiet">
        Time and size are bounded, too: what an answer says is <code>cut</code> has more behind it.
      </p>
    </section>
  );
}
