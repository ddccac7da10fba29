// What the made-up Sluice answers, by method and path.
import type {
  Pipeline,
  PipelineDefinition,
  PipelinePage,
  PreviewOrder,
  Reconciliation,
  ReplayOrder,
} from "web/api/types";
import { life, preview, proposal, removal, validation } from "./creating";
import type { Flow } from "./flow";
import { counts, done, forget, matching, page, replay, trial } from "./letters";
import { apiDocument, functions, queryOf, records, topics } from "./platform";
import { history, offsets, reconciliation, results, versions } from "./reports";
import type { World } from "./world";

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
      return [200, world.session];
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
      return ofTopic(world, what) ?? world.accounts.answer(what, body);
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
