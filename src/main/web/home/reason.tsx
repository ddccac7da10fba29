import type { Live } from "../live/store";
import { Age } from "../parts/figures";
import { rate } from "../parts/format";
import { Link } from "../route/link";
import { tabOf } from "../route/place";
import type { Rank } from "./rank";

/** Why it is in trouble, and what comes next. */
export function Reason({ live, rank }: { live: Live; rank: Rank }) {
  return <span class={`reason ${rank}`}>{rank === "broken" ? <Broken live={live} /> : <Rejecting live={live} />}</span>;
}

function Broken({ live }: { live: Live }) {
  const { lastError, state, nextRetryAt } = live.summary;
  return (
    <>
      <span class="why">{lastError?.message ?? "It says no reason."}</span>
      {state === "RETRYING" ? (
        <span class="next num">
          next try <Age at={nextRetryAt} until />
        </span>
      ) : (
        <span class="next">it is not tried again by itself</span>
      )}
    </>
  );
}

function Rejecting({ live }: { live: Live }) {
  const { name, rates } = live.summary;
  return (
    <>
      <span class="why">
        {rate(rates?.rejected)} of {rate(rates?.in)} records/s are rejected
        {live.letters[0] === undefined ? "" : `, the last one by ${live.letters[0].stage}: ${live.letters[0].reason}`}
      </span>
      <Link to={tabOf(name, "letters")} class="next">
        Look at them
      </Link>
    </>
  );
}
