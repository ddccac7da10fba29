import { useRef, useState } from "preact/hooks";
import { useAnswer } from "../../api/answer";
import { get, path } from "../../api/client";
import type { Definition, Schemas } from "../../api/schemas";
import { useAlone } from "../../parts/alone";
import { Time } from "../../parts/figures";
import { number } from "../../parts/format";
import { ProblemBox } from "../../parts/problem";
import { trying } from "../../parts/toast";
import { changes } from "../../sql/difference";
import { Difference } from "./difference";

type Version = Schemas["Version"];

interface VersionsProps {
  name: string;
  newest: Definition;
  /** Whether there are changes that going back would throw away. */
  edited: boolean;
  onTake: (definition: Definition) => void;
  /** Another value when there may be a new version. */
  again: unknown;
}

/** What the definition was, newest first, and the way back. */
export function Versions({ name, newest, edited, onTake, again }: VersionsProps) {
  const first = useAnswer<Schemas["Versions"]>(path`/pipelines/${name}/versions`, undefined, again);
  // A version is never another one: what was read stays, and a newer one pushes none of it out of the first page.
  const read = useRef(new Map<number, Version>());
  const [oldest, setOldest] = useState<Schemas["Versions"]>();
  const [busy, alone] = useAlone();
  for (const version of [...(first.data?.items ?? []), ...(oldest?.items ?? [])]) {
    read.current.set(version.version, version);
  }
  const items = [...read.current.values()].sort((one, other) => other.version - one.version);
  const next = (oldest ?? first.data)?.next;
  const more = () =>
    alone(() =>
      trying(async () => setOldest(await get(path`/pipelines/${name}/versions`, { query: { after: next } }))),
    );
  return (
    <section class="card stack" aria-label="Versions">
      <h2>Versions</h2>
      <ProblemBox problem={first.problem} again={first.reload} />
      <ol class="versions">
        {items.map((version, at) => (
          <VersionRow key={version.version} {...{ name, version, newest, edited, onTake }} isNewest={at === 0} />
        ))}
      </ol>
      {next !== undefined && (
        <button type="button" disabled={busy} onClick={more}>
          Older versions
        </button>
      )}
    </section>
  );
}

interface VersionRowProps extends Omit<VersionsProps, "again"> {
  version: Version;
  isNewest: boolean;
}

function VersionRow({ name, version, newest, edited, onTake, isNewest }: VersionRowProps) {
  const [whole, setWhole] = useState<Definition>();
  const compare = () =>
    trying(async () => setWhole(await get<Definition>(path`/pipelines/${name}/versions/${version.version}`)));
  const count = version.changes.length + (version.moreChanges ?? 0);
  return (
    <li>
      <details>
        <summary class="row">
          <b>Version {version.version}</b>
          <Time at={version.at} />
          <span class="quiet">
            {version.by === null
              ? "by whom is not known"
              : version.by === "file"
                ? "by a definition file"
                : `from ${version.by}`}
            {" · "}
            {version.version === 1 ? "the first" : `${number(count)} ${count === 1 ? "change" : "changes"}`}
            {isNewest ? " · as it is now" : ""}
          </span>
        </summary>
        {version.changes.length > 0 && <Difference of={version.changes} />}
        {version.moreChanges !== undefined && <p class="quiet">and {number(version.moreChanges)} more changes</p>}
        {!isNewest && whole === undefined && (
          <button type="button" class="small" onClick={compare}>
            Compare with what it is now
          </button>
        )}
        {whole !== undefined && (
          <>
            <h3>From version {version.version} to now</h3>
            <Difference of={changes(whole, newest)} />
            <p class="row">
              <button type="button" class="small" disabled={edited} onClick={() => onTake(whole)}>
                Go back to version {version.version}
              </button>
              <span class="quiet">
                {edited
                  ? "Save or discard your changes first."
                  : "It is put into the fields above, checked as any other change, and becomes the newest version when you save it."}
              </span>
            </p>
          </>
        )}
      </details>
    </li>
  );
}
