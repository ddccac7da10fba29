import type { ComponentChildren } from "preact";
import { useAnswer } from "../api/answer";
import { ROOT } from "../api/client";
import type { Platform, Schemas } from "../api/schemas";
import { useNow, usePlatform } from "../live/hooks";
import { Time } from "../parts/figures";
import { number } from "../parts/format";
import { Lamp } from "../parts/lamp";
import { ProblemBox } from "../parts/problem";
import { Link } from "../route/link";
import { tabOf } from "../route/place";
import { Limits } from "./limits";

const OWNERS: Record<Schemas["PlatformOwner"]["state"], string> = {
  OWNER: "This instance runs the pipelines",
  STANDBY: "This instance stands by: another one runs the pipelines",
  UNAVAILABLE: "Nobody runs the pipelines: it cannot be told who may",
};

const SECURITY = {
  open: "open: nobody has to log in, whoever reaches it may do everything",
  locked: "locked: everybody has to log in",
} as const;

/** Milliseconds between two looks at Spark's queries. */
const EVERY = 10_000;

/** Where everything is, whether it is there, and which Sluice this is. */
export function PlatformPage() {
  const live = usePlatform();
  const asked = useAnswer<Platform>("/platform");
  const turn = Math.floor(useNow(EVERY) / EVERY);
  const queries = useAnswer<Schemas["StreamingQuery"][]>("/queries", undefined, turn);
  const platform = live.platform ?? asked.data;
  const security = platform?.security ?? asked.data?.security;
  return (
    <div class="stack">
      <h1>Platform</h1>
      <ProblemBox problem={platform === undefined ? asked.problem : undefined} again={asked.reload} />
      {platform !== undefined && (
        <div class="parts-of-platform">
          <Service name="Kafka" its={platform.kafka}>
            <Fact name="Brokers">{platform.kafka.bootstrapServers}</Fact>
          </Service>
          <Service name="Postgres" its={platform.postgres}>
            <Fact name="Address">
              {platform.postgres.host}:{platform.postgres.port}
            </Fact>
            <Fact name="Database">{platform.postgres.database}</Fact>
            <Fact name="User">{platform.postgres.user}</Fact>
          </Service>
          <Service name="Mongo" its={platform.mongo}>
            <Fact name="Address">{platform.mongo.address}</Fact>
          </Service>
          <Service name="Spark" its={platform.spark}>
            <Fact name="Version">{platform.spark.version}</Fact>
            <Fact name="Master">{platform.spark.master}</Fact>
            <Fact name="Executors">
              {platform.spark.executors === undefined ? "in this process" : number(platform.spark.executors)}
            </Fact>
            <Fact name="Its own page">
              {platform.spark.uiUrl !== undefined && (
                <a href={platform.spark.uiUrl} target="_blank" rel="noreferrer">
                  {platform.spark.uiUrl}
                </a>
              )}
            </Fact>
          </Service>
          <section class="card stack" aria-label="Sluice">
            <h2>Sluice</h2>
            <dl class="pairs">
              <Fact name="Version">{platform.sluice?.version ?? asked.data?.sluice?.version}</Fact>
              <Fact name="Commit">{platform.sluice?.commit ?? asked.data?.sluice?.commit}</Fact>
              <Fact name="Security">{security === undefined ? undefined : SECURITY[security]}</Fact>
              <Fact name="Owner">
                {live.owner === undefined ? undefined : (live.owner.detail ?? OWNERS[live.owner.state])}
              </Fact>
            </dl>
          </section>
          <Links />
        </div>
      )}
      <div class="stack halves">
        <section class="stack" aria-label="Streaming queries">
          <h2>Streaming queries of Spark</h2>
          <ProblemBox problem={queries.problem} again={queries.reload} />
          {queries.data?.length === 0 && <p class="quiet">None is alive: no pipeline runs.</p>}
          <div>
            {queries.data?.map((query) => (
              <details key={query.id} class="record">
                <summary class="row">
                  {query.name ?? query.id}
                  <span class="quiet">{query.statusMessage}</span>
                </summary>
                {query.name !== undefined && <Link to={tabOf(query.name, "overview")}>Its pipeline</Link>}
                {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard. */}
                <pre class="scroll" tabIndex={0}>
                  {query.plan === "" ? "No plan before its first micro-batch." : query.plan}
                </pre>
              </details>
            ))}
          </div>
        </section>
        <Limits />
      </div>
    </div>
  );
}

interface ServiceProps {
  name: string;
  its: { embedded: boolean; reachable: boolean; since?: string; lastError?: string };
  children: ComponentChildren;
}

function Service({ name, its, children }: ServiceProps) {
  return (
    <section class="card stack" aria-label={name}>
      <h2>
        <Lamp name={name} reachable={its.reachable} since={its.since} problem={its.lastError} />
      </h2>
      <dl class="pairs">
        {children}
        <Fact name="Runs">{its.embedded ? "embedded, with Sluice" : "by itself"}</Fact>
        <Fact name={its.reachable ? "Up since" : "Down since"}>
          {its.since === undefined ? undefined : <Time at={its.since} />}
        </Fact>
        <Fact name="Last failure">{its.lastError}</Fact>
      </dl>
    </section>
  );
}

/** Nothing where it is not known. */
function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return children === undefined || children === false || children === "" ? null : (
    <>
      <dt>{name}</dt>
      <dd class="value">{children}</dd>
    </>
  );
}

const LINKS = [
  ["swagger-ui.html", "Swagger UI", "every call of the API, to try it"],
  ["v3/api-docs", "OpenAPI document", "the same for programs"],
  ["actuator/prometheus", "Metrics", "for Prometheus"],
  ["actuator/health", "Health", "for probes"],
  ["problems", "Problems", "what each of them means, and what to do"],
] as const;

function Links() {
  return (
    <section class="card stack" aria-label="Elsewhere">
      <h2>Elsewhere</h2>
      <ul class="plain-list">
        {LINKS.map(([to, name, what]) => (
          <li key={to}>
            <a href={ROOT + to}>{name}</a> <small class="quiet">{what}</small>
          </li>
        ))}
      </ul>
    </section>
  );
}
