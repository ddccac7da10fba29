// What the made-up Sluice answers, by method and path.
import type {
  DeadLetter,
  DeadLetterCounts,
  DeadLetterGroup,
  DeadLetterPage,
  Functions,
  History,
  MatchedLetters,
  Offsets,
  Pipeline,
  PipelineDefinition,
  PipelinePage,
  PreviewOrder,
  Reconciliation,
  Replay,
  ReplayOrder,
  ResultPage,
  SessionView,
  StreamingQuery,
  Topic,
  TopicRecord,
  Trial,
  Versions,
} from "web/api/types";
import { life, preview, proposal, removal, validation, written } from "./creating";
import type { Flow, World } from "./world";

/** Status and body. */
export type Answer = readonly [number, unknown?];

const PIPELINE = /^\/api\/v1\/pipelines\/([^/]+)(\/.*)?$/;

export function answers(world: World, method: string, url: URL, body: unknown): Answer | undefined {
  const its = PIPELINE.exec(url.pathname);
  const flow = its?.[1] === undefined ? undefined : world.pipeline(decodeURIComponent(its[1]));
  if (flow !== undefined) {
    return ofPipeline(world, flow, `${method} ${its?.[2] ?? ""}`, url.searchParams, body);
  }
  return ofAll(world, `${method} ${url.pathname.replace("/api/v1", "")}`, url.searchParams, body);
}

function ofAll(world: World, what: string, query: URLSearchParams, body: unknown): Answer | undefined {
  switch (what) {
    case "GET /pipelines": {
      const size = Number(query.get("size") ?? 50);
      const page = Number(query.get("page") ?? 0);
      const items = world.pipelines.slice(page * size, (page + 1) * size).map((flow) => flow.summary());
      return [200, { items, page, size, total: world.pipelines.length } satisfies PipelinePage];
    }
    case "GET /platform": {
      const { owner: _, ...platform } = world.platform();
      return [200, platform];
    }
    case "GET /session":
      return [200, { security: "open" } satisfies SessionView];
    case "GET /topics":
      return [200, topics(world)];
    case "GET /transform/functions":
      return [200, functions()];
    case "POST /pipelines/validate":
      return [200, validation()];
    case "POST /pipelines/preview":
      return [200, preview(world, (body as PreviewOrder).definition.source.topics[0] ?? "orders")];
    case "GET /queries":
      return [200, world.pipelines.filter((flow) => flow.isRunning).map(queryOf)];
    case "GET /v3/api-docs":
      return [200, apiDocument()];
    case "GET /actuator/health":
      return [200, { status: "UP" }];
    default:
      return ofTopic(world, what);
  }
}

function ofTopic(world: World, what: string): Answer | undefined {
  const [, topic = "", of] = /^(?:GET|POST) \/topics\/([^/]+)\/(records|schema)$/.exec(what) ?? [];
  switch (of) {
    case "records":
      return [200, records(world)];
    case "schema":
      return [200, proposal(world, topic)];
    default:
      return undefined;
  }
}

function ofPipeline(world: World, flow: Flow, what: string, query: URLSearchParams, body: unknown): Answer | undefined {
  switch (what) {
    case "GET ":
      return [200, { definition: flow.definition, status: flow.status(), notices: [] } satisfies Pipeline];
    case "GET /status":
      return [200, flow.status()];
    case "POST /stop":
      flow.state = "STOPPING";
      return [202, flow.status()];
    case "POST /start":
    case "POST /restart":
      flow.state = "RUNNING";
      return [202, flow.status()];
    case "GET /progress":
      return [200, query.has("from") || query.has("step") ? history(flow, world) : { items: flow.newest() }];
    case "PUT ":
      flow.definition = body as PipelineDefinition;
      return [200, { definition: flow.definition, status: flow.status(), notices: [] } satisfies Pipeline];
    case "GET /offsets":
    case "PATCH /offsets":
      return [200, offsets(flow)];
    case "GET /versions":
      return [200, versions(world)];
    case "GET /versions/1":
      return [200, flow.definition];
    case "GET /results/postgres":
    case "GET /results/mongo":
      return [200, results(world, flow)];
    case "GET /dead-letters":
      return [200, page(matching(flow, query), query)];
    case "GET /dead-letters/counts":
      return [200, counts(matching(flow, query), (query.get("by") ?? "stage").split(","))];
    case "DELETE /dead-letters":
      return forget(flow, query);
    case "POST /dead-letters/try":
      return [200, trial(flow, (body ?? {}) as ReplayOrder)];
    case "POST /dead-letters/replay":
      return replay(flow, query, (body ?? {}) as ReplayOrder);
    case "GET /replays":
      return [200, { items: [] }];
    case "GET /reconciliation":
      return world.scene === "troubled" || flow.isProved ? [200, reconciliation(flow, world)] : undefined;
    case "POST /reconciliation":
      flow.isProved = true;
      return [202, { ...reconciliation(flow, world), state: "RUNNING" } satisfies Reconciliation];
    case "DELETE /reconciliation":
      return [204];
    case "DELETE ":
    case "DELETE /offsets":
      return query.get("dryRun") === "true"
        ? [200, removal(flow, what !== "DELETE " || query.get("purge") === "true")]
        : undefined;
    default: {
      const [, partition, offset] = /^GET \/records\/[^/]+\/(\d+)\/(\d+)$/.exec(what) ?? [];
      return offset !== undefined
        ? [200, life(world, flow, Number(partition), Number(offset))]
        : what.startsWith("GET /replays/")
          ? [200, done(flow.replayed)]
          : undefined;
    }
  }
}

function matching(flow: Flow, query: URLSearchParams): DeadLetter[] {
  const of = (name: string) => query.get(name);
  return flow.letters.filter(
    (letter) =>
      (of("stage") === null || letter.stage === of("stage")) &&
      (of("reason") === null || isLike(letter.reason, of("reason") ?? "")) &&
      (of("topic") === null || letter.topic === of("topic")) &&
      (of("from") === null || Date.parse(letter.rejectedAt) >= Date.parse(of("from") ?? "")) &&
      (of("to") === null || Date.parse(letter.rejectedAt) < Date.parse(of("to") ?? "")) &&
      (of("q") === null || (letter.payload ?? "").includes(of("q") ?? "")),
  );
}

function isLike(text: string, pattern: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return parts.length === 1 ? text.includes(pattern) : new RegExp(`^${parts.join(".*")}$`, "s").test(text);
}

function page(letters: DeadLetter[], query: URLSearchParams): DeadLetterPage {
  const size = Number(query.get("size") ?? 50);
  const begin = Number(query.get("after")?.replace("at-", "") ?? Number(query.get("page") ?? 0) * size) || 0;
  const end = begin + size;
  return {
    items: letters.slice(begin, end),
    page: Math.floor(begin / size),
    size,
    total: letters.length,
    ...(end < letters.length ? { next: `at-${end}` } : {}),
  };
}

function counts(letters: DeadLetter[], by: string[]): DeadLetterCounts {
  const groups = new Map<string, DeadLetterGroup>();
  for (const letter of letters) {
    const reason = letter.reason.replace(/"twelve"|"<img.*?"(?= is)/, '"…"').replace(/\d+/g, "#");
    const hour = `${letter.rejectedAt.slice(0, 13)}:00:00Z`;
    const key = [
      by.includes("stage") && letter.stage,
      by.includes("reason") && reason,
      by.includes("hour") && hour,
    ].join();
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, {
        ...(by.includes("stage") ? { stage: letter.stage } : {}),
        ...(by.includes("reason") ? { reason, example: letter.reason } : {}),
        ...(by.includes("hour") ? { hour } : {}),
        letters: 1,
        newest: letter.rejectedAt,
      });
    } else {
      group.letters++;
    }
  }
  return { by, total: letters.length, groups: [...groups.values()].sort((a, b) => b.letters - a.letters) };
}

function forget(flow: Flow, query: URLSearchParams): Answer {
  const found = matching(flow, query);
  if (query.get("dryRun") === "true") {
    return [200, { matched: found.length } satisfies MatchedLetters];
  }
  flow.letters = flow.letters.filter((letter) => !found.includes(letter));
  return [204];
}

function ordered(flow: Flow, order: ReplayOrder): DeadLetter[] {
  const positions =
    order.positions ?? (order.filter === undefined ? order.edits?.map((edit) => edit.position) : undefined);
  if (positions !== undefined) {
    return flow.letters.filter((letter) =>
      positions.some(
        (at) => at?.topic === letter.topic && at.partition === letter.partition && at.offset === letter.offset,
      ),
    );
  }
  const filter = new URLSearchParams(
    Object.entries(order.filter ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
  return matching(flow, filter);
}

function trial(flow: Flow, order: ReplayOrder): Trial {
  const edits = order.edits ?? [];
  return {
    records: ordered(flow, order).map((letter) => {
      const payload = edits.find((edit) => edit.position.offset === letter.offset)?.payload ?? letter.payload;
      const { topic, partition, offset } = letter;
      const fits = !/twelve|img|;/.test(payload ?? "");
      return fits
        ? {
            topic,
            partition,
            offset,
            payload,
            encoding: "utf8",
            decoded: { id: 1, kind: "book", amount: 12 },
            rows: [{ id: 1, kind: "BOOK", amount: 12 }],
            outcome: "stored",
          }
        : {
            topic,
            partition,
            offset,
            payload,
            encoding: "utf8",
            decoded: { id: 1, kind: "book", amount: null },
            rows: [],
            outcome: "rejected",
            stage: "decode",
            reason: letter.reason,
            field: "amount",
          };
    }),
    output: [
      { name: "id", type: "BIGINT", nullable: false },
      { name: "kind", type: "STRING", nullable: true },
      { name: "amount", type: "DECIMAL(12,2)", nullable: true },
    ],
    errors: [],
  };
}

function replay(flow: Flow, query: URLSearchParams, order: ReplayOrder): Answer {
  const found = ordered(flow, order);
  if (query.get("dryRun") === "true") {
    return [200, { matched: found.length } satisfies MatchedLetters];
  }
  flow.letters = flow.letters.filter((letter) => !found.includes(letter));
  flow.replayed = found.length;
  return [202, { ...done(found.length), state: "RUNNING" }];
}

function done(matched: number): Replay {
  const at = new Date().toISOString();
  const id = "5b8e1c7a-3f0e-4d0e-9a1c-6f6f1f7e22b3";
  return {
    id,
    state: "DONE",
    matched,
    tried: matched,
    stored: matched,
    filtered: 0,
    rejected: 0,
    left: 0,
    startedAt: at,
    endedAt: at,
  };
}

function history(flow: Flow, world: World): History {
  const rate = flow.summary().rates?.in ?? 0;
  const to = Math.floor(Date.now() / 60_000) * 60_000;
  const points = Array.from({ length: world.scene === "idle" ? 0 : 60 }, (_, number) => {
    const wave = 1 + 0.2 * Math.sin(number / 5);
    const inRate = Math.round(rate * wave);
    return {
      at: new Date(to - (60 - number) * 60_000).toISOString(),
      inRate,
      outRate: Math.round((inRate * 6) / 7),
      rejectedRate: number % 13 === 0 ? 1.5 : 0,
      lag: number === 31 ? 20_000 : 0,
      lagSeconds: number === 31 ? 12 : 0,
      batches: 60,
      batchMillis: {
        mean: Math.round(120 * wave),
        max: Math.round(240 * wave),
        phases: {
          latestOffset: 4,
          getBatch: 1,
          queryPlanning: 12,
          walCommit: 8,
          addBatch: Math.round(88 * wave),
          commitOffsets: 7,
        },
      },
    };
  });
  return {
    from: new Date(to - 3_600_000).toISOString(),
    to: new Date(to).toISOString(),
    step: "PT1M",
    points,
    marks: [{ at: new Date(world.began - 1_900_000).toISOString(), kind: "start", text: "It runs." }],
  };
}

function offsets(flow: Flow): Offsets {
  return {
    partitions: flow
      .status()
      .partitions.map(({ topic, partition, processedOffset }) => ({ topic, partition, nextOffset: processedOffset })),
  };
}

function versions(world: World): Versions {
  const at = new Date(world.began - 86_400_000).toISOString();
  return {
    items: [
      { version: 2, at, by: "127.0.0.1", changes: [{ pointer: "/trigger/interval", before: "PT0S", after: "PT1S" }] },
      { version: 1, at, by: "127.0.0.1", changes: [] },
    ],
  };
}

function results(world: World, flow: Flow): ResultPage {
  const at = new Date().toISOString();
  const many = world.scene === "idle" ? 0 : 50;
  const items = Array.from({ length: many }, (_, id) => ({
    id,
    kind: written(world, "BOOK"),
    amount: 12.5,
    at,
    _topic: flow.name,
    _partition: id % 3,
    _offset: 40_000 + id,
    _ordinal: 0,
    _ingested_at: at,
  }));
  return { items, page: 0, size: 50, total: many };
}

function reconciliation(flow: Flow, world: World): Reconciliation {
  const place = { topic: flow.name, partition: 0 };
  const at = new Date(world.began - 60_000).toISOString();
  const store = { compared: true, missing: 0, unexpected: 0, different: 0, repaired: 0, examples: [] };
  const isWell = world.scene !== "troubled";
  const missing = (offset: number) => ({ position: { ...place, offset, ordinal: 0 }, kind: "MISSING" }) as const;
  return {
    state: "DONE",
    repair: false,
    checked: 120_000,
    of: 120_000,
    range: [{ ...place, from: 0, until: 120_000 }],
    stores: [
      isWell
        ? { ...store, sink: "postgres" }
        : {
            ...store,
            sink: "postgres",
            missing: 2,
            different: 1,
            examples: [
              missing(77),
              missing(78),
              { position: { ...place, offset: 1042, ordinal: 0 }, kind: "DIFFERENT", field: "amount" },
            ],
          },
      { ...store, sink: "mongo" },
    ],
    deadLetters: { missing: 0, repaired: 0, examples: [] },
    counters: isWell ? [] : [{ ...place, counter: "postgres.stored", ledger: 99_998, implied: 100_000 }],
    gone: [{ ...place, from: 0, until: 12, why: "retention" }],
    notes: [],
    startedAt: at,
    endedAt: at,
  };
}

function topics(world: World): Topic[] {
  return world.pipelines.map((flow) => ({
    name: flow.name,
    partitions: flow.status().partitions.map(({ partition, endOffset = 0 }) => ({
      partition,
      beginningOffset: 0,
      endOffset,
    })),
  }));
}

function records(world: World): TopicRecord[] {
  const timestamp = new Date().toISOString();
  const text = written(world, "book");
  return Array.from({ length: 20 }, (_, id) => ({
    partition: id % 3,
    offset: 40_000 - id,
    timestamp,
    key: written(world, `k-${id}`),
    keyEncoding: "utf8",
    headers: [{ name: written(world, "source"), value: written(world, "shop"), encoding: "utf8" }],
    payload: JSON.stringify({ id, kind: text, amount: 12.5 }),
    encoding: "utf8",
  }));
}

/** As much of the API's document as the page reads. */
function apiDocument() {
  const limit = (maximum: number) => ({ name: "limit", schema: { minimum: 1, maximum } });
  return {
    paths: {
      "/api/v1/topics/{topic}/records": {
        get: { summary: "Read the newest records of a topic", parameters: [limit(500)] },
      },
      "/api/v1/pipelines/preview": {
        post: {
          summary: "Try a definition",
          requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/PreviewOrder" } } } },
        },
      },
      "/demo/quotes": { get: { summary: "Get sample records", parameters: [limit(1000)] } },
    },
    components: {
      schemas: {
        PreviewOrder: { properties: { sample: { $ref: "#/components/schemas/PreviewSample" } } },
        PreviewSample: { properties: { limit: { maximum: 1000 }, records: { maxItems: 1000 } } },
      },
    },
  };
}

function queryOf(flow: Flow): StreamingQuery {
  const { runId = "", queryId = "" } = flow.status();
  return {
    id: queryId,
    runId,
    name: flow.name,
    isActive: true,
    statusMessage: "Waiting for data to arrive",
    sources: [`Kafka ${flow.name}`],
    sink: "Sluice",
    plan: `== Physical Plan ==\nWriteToDataSourceV2\n+- MicroBatchScan [key, value, topic, partition, offset] ${flow.name}`,
  };
}

function functions(): Functions {
  const description = "Returns the absolute value of the numeric or interval value.";
  return { items: [{ name: "abs", group: "Numbers", signatures: ["abs(expr)"], description, example: "abs(-1)" }] };
}
