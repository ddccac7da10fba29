import { useEffect, useRef, useState } from "preact/hooks";
import { useLive } from "../live/hooks";
import { useLastBatch } from "../live/last";
import type { Live } from "../live/store";
import { Age, Count } from "../parts/figures";
import { rate } from "../parts/format";
import { Lag } from "../parts/lag";
import { memo } from "../parts/memo";
import { StateBadge } from "../parts/state";
import { Link } from "../route/link";
import { tabOf } from "../route/place";
import { Menu } from "./menu";
import { rankOf } from "./rank";
import { Reason } from "./reason";
import { useSeen } from "./seen";
import { LiveSparkline } from "./spark";
import { Ticks } from "./ticks";

/** A row that is drawn whole while it is on the screen or near it; elsewhere it is its name, to be found and tabbed to. */
function NamedRow({ name }: { name: string }) {
  const place = useRef<HTMLLIElement>(null);
  const seen = useSeen(place);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (!seen) {
      setOpen(false);
    }
  }, [seen]);
  return (
    <li ref={place} class={`prow ${open ? "is-open" : ""}`}>
      <span class="name">
        <Link to={tabOf(name, "overview")} class="open-row" title={name}>
          {name}
        </Link>
      </span>
      {seen && <Cells name={name} open={open} onOpen={setOpen} />}
    </li>
  );
}

export const Row = memo(NamedRow);

interface CellsProps {
  name: string;
  open: boolean;
  onOpen: (open: boolean) => void;
}

function Cells({ name, open, onOpen }: CellsProps) {
  const live = useLive(name);
  const batch = useLastBatch(name, true);
  if (live === undefined) {
    return null;
  }
  const { summary } = live;
  const rank = rankOf(live);
  return (
    <>
      <span>
        <StateBadge state={summary.state} ordered={live.ordered} />
      </span>
      <span class="rate">
        <span class="num" title="records a second, over the last minute">
          {rate(summary.rates?.in ?? summary.rowsPerSecond)}
        </span>
        <LiveSparkline counted={live.consumed} />
      </span>
      <span>
        <Lag of={summary} />
      </span>
      <span class="right">
        <Rejected live={live} />
      </span>
      <span>
        <Ticks counters={summary.counters} state={summary.state} />
      </span>
      <span class="right quiet">
        <Age at={summary.lastBatchAt ?? batch?.timestamp} />
      </span>
      <span class="orders">
        <Menu name={name} state={summary.state} busy={live.ordered !== undefined} open={open} onOpen={onOpen} />
      </span>
      {(rank === "broken" || rank === "rejecting") && <Reason live={live} rank={rank} />}
    </>
  );
}

function Rejected({ live }: { live: Live }) {
  const { name, rejectedLastHour } = live.summary;
  return rejectedLastHour === undefined || rejectedLastHour === 0 ? (
    <span class="num quiet">{rejectedLastHour ?? "–"}</span>
  ) : (
    <Link to={tabOf(name, "letters")} class="rejects">
      <Count value={rejectedLastHour} unit="records" />
    </Link>
  );
}
