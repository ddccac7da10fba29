import { useState } from "preact/hooks";
import { useAnswer } from "../../api/answer";
import { API_ADDRESS, ask, path, problemIn } from "../../api/client";
import type { Problem } from "../../api/schemas";
import type { Reconciliation } from "../../api/types";
import { useConnection, useNow } from "../../live/hooks";
import { useAlone } from "../../parts/alone";
import { SecondClick } from "../../parts/confirm";
import { Empty } from "../../parts/empty";
import { Time } from "../../parts/figures";
import { number, percent } from "../../parts/format";
import { ProblemBox } from "../../parts/problem";
import { curl } from "../../parts/shown";
import { Needs } from "../../session/needs";
import type { TabProps } from "../tabs";
import { Report } from "./report";
import { isRepairable, verdictOf } from "./verdict";

/** Milliseconds between two looks at how far it is, and at whether there is another one. */
const OFTEN = 1_000;
const SELDOM = 10_000;

/** Proves that what is stored is what the topics imply, and repairs it. */
export function Proof({ name }: TabProps) {
  const at = path`/pipelines/${name}/reconciliation`;
  const now = useNow();
  const [isRunning, setRunning] = useState(false);
  const [isOrdering, alone] = useAlone();
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  const isLive = useConnection().state !== "lost";
  // Somebody else may begin one.
  const turn = Math.floor(now / (isRunning ? OFTEN : SELDOM));
  const asked = useAnswer<Reconciliation>(at, undefined, isLive ? turn : isRunning);
  const isNone = asked.problem?.status === 404;
  const report = isNone ? undefined : asked.data;
  // A server that was started again has none any more.
  if ((report !== undefined || isNone) && (report?.state === "RUNNING") !== isRunning) {
    setRunning(report?.state === "RUNNING");
  }
  // What was ordered is known when it was looked at once more.
  const isReady = isLive && !isOrdering && !asked.loading;

  const order = (method: "POST" | "DELETE", query?: { repair: boolean }) =>
    alone(async () => {
      try {
        await ask(at, { method, query });
        setProblem(undefined);
        asked.reload();
      } catch (thrown) {
        setProblem(problemIn(thrown));
      }
    });

  return (
    <div class="stack proof">
      <div class="row">
        <Needs of="operator">
          {isRunning ? (
            <button type="button" disabled={!isReady} onClick={() => order("DELETE")}>
              Cancel
            </button>
          ) : (
            <>
              <button
                type="button"
                class="primary"
                disabled={!isReady}
                onClick={() => order("POST", { repair: false })}
              >
                Reconcile
              </button>
              <SecondClick
                label="Reconcile and repair"
                ask="Write what is missing or different?"
                disabled={!isReady || report === undefined || !isRepairable(report)}
                onDo={() => void order("POST", { repair: true })}
              />
            </>
          )}
        </Needs>
        <span class="quiet">
          It reads the topics again, beside the pipeline, and compares each record with both stores, the dead letters
          and the counters.
        </span>
      </div>
      <ProblemBox problem={problem} />
      <ProblemBox problem={isNone ? undefined : asked.problem} again={asked.reload} />
      {report ? (
        <>
          <Standing report={report} />
          <Report report={report} />
        </>
      ) : isNone ? (
        <Empty title="Nothing was proved yet" curl={curl("POST", API_ADDRESS + at)}>
          <p>The last reconciliation of each pipeline is kept until Sluice is started again; there is none.</p>
        </Empty>
      ) : null}
    </div>
  );
}

function Standing({ report }: { readonly report: Reconciliation }) {
  const verdict = verdictOf(report);
  return (
    <section class={`card verdict-card ${verdict.tone}`} aria-label="What was proved">
      <p>
        <strong>{verdict.text}</strong>
      </p>
      {report.state === "RUNNING" ? (
        <p class="row">
          <progress aria-label="Compared" {...(report.of > 0 ? { max: report.of, value: report.checked } : {})} />
          <span class="num">
            {number(report.checked)} of {number(report.of)} offsets ({percent(report.checked, report.of)})
          </span>
        </p>
      ) : null}
      <p class="quiet">
        {report.repair ? "With repair, begun" : "Begun"} <Time at={report.startedAt} />
        {report.endedAt === undefined ? null : (
          <>
            , ended <Time at={report.endedAt} />
          </>
        )}
      </p>
    </section>
  );
}
