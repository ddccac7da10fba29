import { useAnswer } from "../../api/answer";
import { path } from "../../api/client";
import type { Batch, Schemas } from "../../api/schemas";
import { useNow } from "../../live/hooks";
import { millis } from "../../parts/format";

const PHASES = [
  ["latestOffset", "find ends"],
  ["getBatch", "plan the source"],
  ["queryPlanning", "plan"],
  ["walCommit", "note offsets"],
  ["addBatch", "decode, transform, write"],
  ["commitOffsets", "commit"],
] as const;

const EVERY = 10_000;

/** How long each phase took in the mean, and at the most, of the last micro-batches. */
export function phasesOf(batches: readonly Batch[]) {
  return PHASES.map(([phase, label]) => {
    const took = batches.map((batch) => batch.durationMs[phase]).filter((each) => each !== undefined);
    const sum = took.reduce((all, each) => all + each, 0);
    return { phase, label, mean: took.length === 0 ? 0 : sum / took.length, max: Math.max(0, ...took) };
  });
}

export function Phases({ name }: { name: string }) {
  const turn = Math.floor(useNow(EVERY) / EVERY);
  const { data } = useAnswer<Schemas["Progress"]>(path`/pipelines/${name}/progress`, { limit: 100 }, turn);
  const batches = data?.items ?? [];
  const phases = phasesOf(batches);
  const most = Math.max(1, ...phases.map((each) => each.max));
  return (
    <figure class="card">
      <figcaption>Micro-batch by phase, the last {batches.length}</figcaption>
      {batches.length === 0 ? (
        <p class="quiet">No micro-batch with records yet.</p>
      ) : (
        <table class="phases">
          <thead>
            <tr>
              <th scope="col">Phase</th>
              <th scope="col">
                <span class="sr">Drawn</span>
              </th>
              <th scope="col" class="right">
                Mean
              </th>
              <th scope="col" class="right">
                Longest
              </th>
            </tr>
          </thead>
          <tbody>
            {phases.map(({ phase, label, mean, max }) => (
              <tr key={phase} class={mean === Math.max(...phases.map((each) => each.mean)) ? "slowest" : ""}>
                <th scope="row">{label}</th>
                <td class="drawn">
                  <span style={{ width: `${(100 * max) / most}%` }} class="max" />
                  <span style={{ width: `${(100 * mean) / most}%` }} class="mean" />
                </td>
                <td class="right num">{millis(mean)}</td>
                <td class="right num">{millis(max)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </figure>
  );
}
