import type { ComponentChildren } from "preact";
import { useLive } from "../../live/hooks";
import { useLastBatch } from "../../live/last";
import { Age, Count } from "../../parts/figures";
import { millis, rate } from "../../parts/format";
import { Lag } from "../../parts/lag";

/** The figures that one asks for first. */
export function Facts({ name }: { name: string }) {
  const live = useLive(name);
  const batch = useLastBatch(name);
  if (live === undefined) {
    return null;
  }
  const { summary } = live;
  const millisOf = batch?.durationMs.triggerExecution;
  return (
    <dl class="facts">
      <Fact term="Read">{`${rate(summary.rates?.in)} /s`}</Fact>
      <Fact term="Stored">{`${rate(summary.rates?.stored)} /s`}</Fact>
      <Fact term="Rejected" tone={(summary.rates?.rejected ?? 0) > 0 ? "trouble" : undefined}>
        {`${rate(summary.rates?.rejected)} /s`}
      </Fact>
      <Fact term="Rejected, 1 h" tone={(summary.rejectedLastHour ?? 0) > 0 ? "trouble" : undefined}>
        <Count value={summary.rejectedLastHour} unit="records" />
      </Fact>
      <Fact term="Lag">
        <Lag of={summary} />
      </Fact>
      <Fact term="Last batch">
        <Age at={summary.lastBatchAt ?? batch?.timestamp} />
        {millisOf !== undefined && <small class="quiet"> took {millis(millisOf)}</small>}
      </Fact>
    </dl>
  );
}

function Fact({ term, tone, children }: { term: string; tone?: "trouble" | undefined; children: ComponentChildren }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd class={`num ${tone ?? ""}`}>{children}</dd>
    </div>
  );
}
