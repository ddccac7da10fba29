import { useState } from "preact/hooks";
import { type Asked, useAnswer } from "../api/answer";
import { ask, path } from "../api/client";
import type { Schemas } from "../api/schemas";
import { remove } from "../live/orders";
import { TypedName } from "../parts/confirm";
import { number } from "../parts/format";
import { ProblemBox } from "../parts/problem";
import { toast } from "../parts/toast";
import { letGo } from "../route/leave";
import { go } from "../route/place";

type Removal = Schemas["Removal"];

const ACTIONS: Record<Removal["targets"][number]["action"], string> = {
  dropped: "is dropped",
  renamed: "is set aside under another name",
  "rows-removed": "loses its rows",
  untouched: "stays as it is",
};

export function DeleteDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const [purge, setPurge] = useState(false);
  const removal = useAnswer<Removal>(path`/pipelines/${name}`, { purge, dryRun: true }, undefined, "DELETE");
  const go_ = async () => {
    await remove(name, purge);
    toast(`${name} is deleted.`);
    letGo();
    go("");
  };
  return (
    <TypedName
      title={`Delete ${name}`}
      name={name}
      verb={purge ? "Delete it with all it stored" : "Delete it"}
      onDo={go_}
      onClose={onClose}
    >
      <label class="row">
        <input type="checkbox" checked={purge} onChange={(event) => setPurge(event.currentTarget.checked)} />
        Remove what it stored, too
      </label>
      <Removes removal={removal} />
    </TypedName>
  );
}

export function ResetDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const removal = useAnswer<Removal>(path`/pipelines/${name}/offsets`, { dryRun: true }, undefined, "DELETE");
  const reset = async () => {
    await ask(path`/pipelines/${name}/offsets`, { method: "DELETE", patience: 120_000 });
    toast(`${name} is reset: it begins anew when it is started.`);
  };
  return (
    <TypedName title={`Reset ${name}`} name={name} verb="Reset it" onDo={reset} onClose={onClose}>
      <p>It forgets how far it got and what it stored, and reads its topics again from where its definition begins.</p>
      <Removes removal={removal} />
    </TypedName>
  );
}

/** What would be removed, as the server counts it. */
function Removes({ removal: { data, problem, loading, reload } }: { removal: Asked<Removal> }) {
  if (problem !== undefined) {
    return <ProblemBox problem={problem} again={reload} />;
  }
  if (data === undefined || loading) {
    return <p class="quiet">Counting what this removes…</p>;
  }
  return (
    <dl class="removes">
      {data.targets.map((target) => (
        <div key={target.sink + target.target}>
          <dt>
            {target.sink} <code>{target.target}</code>
          </dt>
          <dd title={target.why}>
            <strong class={target.action === "untouched" ? "" : "trouble"}>{ACTIONS[target.action]}</strong>
            {target.rows !== undefined && `, ${number(target.rows)} rows`}
          </dd>
        </div>
      ))}
      <div>
        <dt>dead letters</dt>
        <dd>
          {data.deadLettersAre}
          {data.deadLetters !== undefined && `, ${number(data.deadLetters)}`}
        </dd>
      </div>
    </dl>
  );
}
