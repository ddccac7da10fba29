import { useRef } from "preact/hooks";
import { useAnswer } from "../api/answer";
import { path } from "../api/client";
import type { Pipeline } from "../api/schemas";
import { useLivePart, usePlatform } from "../live/hooks";
import { Boundary } from "../parts/boundary";
import { Empty } from "../parts/empty";
import { StateBadge } from "../parts/state";
import { isUnsent } from "../route/leave";
import { Link } from "../route/link";
import { TAB_NAMES, TABS, type Tab, tabOf } from "../route/place";
import { Actions } from "./actions";
import { ROOMS } from "./tabs";
import { Trouble } from "./trouble";

/** What is around each tab of a pipeline: its name, its state, what it can be ordered, and the tabs. */
export function Frame({ name, tab, rest }: { name: string; tab: Tab; rest: string[] }) {
  const known = useLivePart(name, (live) => live?.summary.state);
  const last = useRef(known);
  last.current = known ?? last.current;
  // Where Sluice is started again, no pipeline is known for a while: what is written here outlives that.
  const state = known ?? (isUnsent() ? last.current : undefined);
  const ordered = useLivePart(name, (live) => live?.ordered);
  const changes = useLivePart(name, (live) => live?.changes);
  const { platform } = usePlatform();
  const { data } = useAnswer<Pipeline>(path`/pipelines/${name}`, undefined, changes);
  const Room = ROOMS[tab];
  if (state === undefined) {
    // The first answer has the platform, too: before it, nothing is known of any pipeline.
    return platform === undefined ? (
      <>
        <h1>{name}</h1>
        <p class="quiet">Asking Sluice…</p>
      </>
    ) : (
      <Unknown name={name} />
    );
  }
  return (
    <>
      <header class="pipeline-head">
        <p class="crumbs">
          <Link to="">Pipelines</Link> <span aria-hidden="true">/</span>
        </p>
        <h1>{name}</h1>
        <StateBadge state={state} ordered={ordered} />
        <Actions name={name} state={state} ordered={ordered} />
        {data?.definition.description !== undefined && <p class="quiet description">{data.definition.description}</p>}
      </header>
      <Trouble name={name} />
      <nav class="tabs" aria-label={`Of ${name}`}>
        {TABS.map((each) => (
          <Link key={each} to={tabOf(name, each)} current={each === tab}>
            {TAB_NAMES[each]}
          </Link>
        ))}
      </nav>
      <Boundary key={tab} inside>
        <Room name={name} rest={rest} />
      </Boundary>
    </>
  );
}

function Unknown({ name }: { name: string }) {
  const { owner } = usePlatform();
  const isOwner = owner === undefined || owner.state === "OWNER";
  return (
    <Empty isPage title={isOwner ? `There is no pipeline “${name}”` : `“${name}” is not known here`}>
      <p>
        {isOwner
          ? "It may have been deleted, or it has another name."
          : "Only the instance that runs the pipelines knows them. It appears here when this one takes over."}
      </p>
      <Link to="" class="button">
        All pipelines
      </Link>
    </Empty>
  );
}
