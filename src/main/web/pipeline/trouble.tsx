import { useAnswer } from "../api/answer";
import { path } from "../api/client";
import type { Status } from "../api/schemas";
import { useLivePart } from "../live/hooks";
import { Age, Time } from "../parts/figures";

/** Why a pipeline does not run as it should, above whichever tab is open. */
export function Trouble({ name }: { name: string }) {
  const state = useLivePart(name, (live) => live?.summary.state);
  const error = useLivePart(name, (live) => live?.summary.lastError);
  const next = useLivePart(name, (live) => live?.summary.nextRetryAt);
  const told = useLivePart(name, (live) => live?.status);
  const bad = state === "FAILED" || state === "RETRYING";
  const { data } = useAnswer<Status>(bad ? path`/pipelines/${name}/status` : null, undefined, error?.at);
  if (!bad) {
    return null;
  }
  const status = told?.nextRetryAt === undefined ? data : told;
  return (
    <div class="problem">
      <div role="alert">
        <strong>{error?.type ?? state}</strong>
        <p>{error?.message}</p>
      </div>
      <p class="quiet">
        {error !== undefined && (
          <>
            <Time at={error.at} />
            {". "}
          </>
        )}
        {state === "RETRYING" ? (
          <>
            Try {(status?.attempt ?? 0) + 1} comes <Age at={next ?? status?.nextRetryAt} until />, by itself.
          </>
        ) : (
          "It is not tried again by itself: mend what the reason says, and start it."
        )}
      </p>
    </div>
  );
}
