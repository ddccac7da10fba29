import { API_ADDRESS } from "../api/client";
import { useAcross, usePlatform } from "../live/hooks";
import { Empty } from "../parts/empty";
import { Count } from "../parts/figures";
import { number, rate } from "../parts/format";
import { useLetterKeys } from "../parts/letter-keys";
import { Link } from "../route/link";
import { go, useQuery } from "../route/place";
import { useGrowing } from "./growing";
import { ordered, SHOWN, type Shown, type Totals, totals } from "./rank";
import { Row } from "./row";

const LABELS: Record<Shown, string> = { all: "All", trouble: "In trouble", running: "Running", rest: "At rest" };

/** All pipelines, those in trouble first. */
export function Home() {
  const [text, setText] = useQuery("q");
  const [keys] = useLetterKeys();
  const [state, setState] = useQuery("show", "all");
  const shown = SHOWN.find((each) => each === state) ?? "all";
  const counts = useAcross((all) => counted(totals(all)))
    .split(" ")
    .map(Number);
  const names = useAcross((all) => ordered(all, shown, text).join("\n"));
  const all = counts[0] ?? 0;
  const rows = names === "" ? [] : names.split("\n");
  const many = useGrowing(rows.length);
  if (all === 0) {
    return <Nothing />;
  }
  return (
    <>
      <div class="home-head">
        <h1>Pipelines</h1>
        <Sums />
        <Link to="new" class="button primary">
          New pipeline
        </Link>
      </div>
      <div class="row home-filters">
        <fieldset class="chips">
          <legend class="sr">Which to show</legend>
          {SHOWN.map((each, at) => (
            <button type="button" key={each} class={each} aria-pressed={each === shown} onClick={() => setState(each)}>
              {LABELS[each]} <span class="num">{number(counts[at])}</span>
            </button>
          ))}
        </fieldset>
        <input
          type="search"
          placeholder={keys ? "Search by name  ( / )" : "Search by name"}
          aria-label="Search by name"
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </div>
      <ul class="pipelines" aria-label="Pipelines">
        <Head />
        <Head second />
        {rows.slice(0, many).map((name) => (
          <Row key={name} name={name} />
        ))}
      </ul>
      {rows.length === 0 && (
        <p class="quiet none">
          None of {number(all)} pipelines is like that.{" "}
          <button type="button" class="small" onClick={() => go("", "replace")}>
            Show all
          </button>
        </p>
      )}
    </>
  );
}

/** The second one is above the second column, where there are two. */
const Head = ({ second }: { second?: boolean }) => (
  <li class={`prow head ${second === true ? "second" : ""}`} aria-hidden="true">
    <span>Pipeline</span>
    <span>State</span>
    <span>Records/s, last minute</span>
    <span>Lag</span>
    <span class="right">Rejected, 1 h</span>
    <span>Stored in</span>
    <span class="right">Last batch</span>
    <span />
  </li>
);

const counted = (sum: Totals) => SHOWN.map((each) => sum[each]).join(" ");

/** One line that says whether anything is wrong. */
function Sums() {
  const sum = JSON.parse(useAcross((all) => JSON.stringify(totals(all)))) as Totals;
  return (
    <p class="sums">
      <strong class={sum.trouble > 0 ? "trouble" : "well"}>
        {sum.trouble > 0 ? `▲ ${number(sum.trouble)} in trouble` : "● All is well"}
      </strong>
      <span>
        {number(sum.running)} of {number(sum.all)} running
      </span>
      <span>
        <span class="num">{rate(sum.inRate)}</span> records/s
      </span>
      <span>
        <Count value={sum.lag} unit="records" /> to be read
      </span>
      <span>
        <Count value={sum.rejectedLastHour} unit="records" /> rejected in the last hour
      </span>
    </p>
  );
}

/** Why there is nothing: it is not known yet, another instance has it all, or there is none so far. */
function Nothing() {
  const { platform, owner } = usePlatform();
  if (platform === undefined) {
    return (
      <>
        <h1 class="sr">Pipelines</h1>
        <p class="quiet">Asking Sluice…</p>
      </>
    );
  }
  return owner === undefined || owner.state === "OWNER" ? (
    <NothingYet />
  ) : (
    <Empty isPage title={owner.state === "STANDBY" ? "This instance is on standby" : "The pipelines are not known yet"}>
      <p>
        {owner.detail ??
          "Another instance runs the pipelines. When it ends, this one takes them over, and they appear here."}
      </p>
      <Link to="platform" class="button">
        Platform
      </Link>
    </Empty>
  );
}

function NothingYet() {
  return (
    <Empty
      isPage
      title="There is no pipeline yet"
      curl={`curl -X POST ${API_ADDRESS}/pipelines -H 'Content-Type: application/json' -d '
{
  "name": "orders",
  "source": { "topics": ["orders"], "schema": "id BIGINT NOT NULL, amount DECIMAL(10,2)" },
  "sinks": [{ "type": "postgres", "table": "orders" }]
}'`}
    >
      <p>
        A pipeline reads records from Kafka topics, makes rows of them, and stores them in Postgres and Mongo, exactly
        once.
      </p>
      <Link to="new" class="button primary">
        New pipeline
      </Link>
    </Empty>
  );
}
