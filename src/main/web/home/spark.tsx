import { useNow } from "../live/hooks";
import type { Live } from "../live/store";
import { Sparkline } from "../parts/sparkline";

const STEP = 2000;

/** It goes on when nothing comes, too. */
export function LiveSparkline({ counted }: { counted: Live["consumed"] }) {
  const now = Math.floor(useNow(STEP) / STEP) * STEP;
  return <Sparkline counted={counted} now={now} />;
}
