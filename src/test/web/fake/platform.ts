// What the made-up Sluice says of topics, of Spark's queries and of itself.
import type { Functions, StreamingQuery, Topic, TopicRecord } from "web/api/types";
import { written } from "./creating";
import type { Flow } from "./flow";
import type { World } from "./world";

export function topics(world: World): Topic[] {
  return world.pipelines.map((flow) => ({
    name: flow.name,
    partitions: flow.status().partitions.map(({ partition, endOffset = 0 }) => ({
      partition,
      beginningOffset: 0,
      endOffset,
    })),
  }));
}

export function records(world: World): TopicRecord[] {
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
export function apiDocument() {
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

export function queryOf(flow: Flow): StreamingQuery {
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

export function functions(): Functions {
  const description = "Returns the absolute value of the numeric or interval value.";
  return { items: [{ name: "abs", group: "Numbers", signatures: ["abs(expr)"], description, example: "abs(-1)" }] };
}
