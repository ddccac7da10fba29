import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { ask, problemIn } from "../api/client";
import type { Pipeline, Problem } from "../api/schemas";
import { useAlone } from "../parts/alone";
import { ProblemBox } from "../parts/problem";
import { ShownForms } from "../parts/shown-forms";
import { go, tabOf, useQuery } from "../route/place";
import { Needs } from "../session/needs";
import { covers, useSession } from "../session/session";
import { useValidation } from "../sql/asking";
import {
  type Draft,
  definitionOf,
  type Fault,
  keep,
  kept,
  STEPS,
  type Step,
  stepOf,
  stepOfFault,
  withTopic,
} from "./draft";
import { SchemaStep } from "./schema-step";
import { SqlStep } from "./sql-step";
import { TargetsStep } from "./targets-step";
import { TopicStep } from "./topic-step";

const TITLES: Record<Step, string> = { topic: "Topic", schema: "Schema", sql: "SQL", targets: "Targets" };

/** A new pipeline in four steps: where records come from, what they are, what becomes of them, where they go. */
export function Create() {
  const mayCreate = covers(useSession(), "admin");
  const [named] = useQuery("step");
  const [given] = useQuery("topic");
  const [draft, setDraft] = useState<Draft>(() => {
    const last = kept(sessionStorage);
    return given === "" || given === last.topic ? last : withTopic(last, given);
  });
  const [refused, setRefused] = useState<Problem>();
  const [busy, alone] = useAlone();
  const step = stepOf(named, draft);
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(step);

  useEffect(() => keep(sessionStorage, draft), [draft]);
  useEffect(() => {
    // Where one step ends and the next begins, the keyboard goes on at its head.
    if (shown.current !== step) {
      shown.current = step;
      heading.current?.focus();
    }
  }, [step]);

  const definition = useMemo(() => definitionOf(draft), [draft]);
  const validation = useValidation(stepOf("sql", draft) === "sql" && step !== "topic" ? definition : null);
  const faults: Fault[] = refused?.errors ?? validation.data?.errors ?? [];

  const change = (part: Partial<Draft>) => {
    setRefused(undefined);
    setDraft((now) => ({ ...now, ...part }));
  };
  const move = (to: Step) => go(`new?step=${to}`);
  const at = STEPS.indexOf(step);

  const create = async () => {
    try {
      const { data } = await ask<Pipeline>("/pipelines", { method: "POST", body: definition });
      keep(sessionStorage, undefined);
      go(tabOf(data.definition.name, "overview"));
    } catch (thrown) {
      const problem = problemIn(thrown);
      setRefused(problem);
      const first = problem.errors?.[0];
      if (first !== undefined && stepOfFault(first.pointer) !== step) {
        move(stepOfFault(first.pointer));
      }
    }
  };

  const props = { draft, change, faults, validation };
  return (
    <div class="create stack">
      <h1>New pipeline</h1>
      {!mayCreate && (
        <p class="warning">
          Creating one takes the role admin. You can go through the steps, and hand on what they make, as JSON, YAML or
          curl.
        </p>
      )}
      <nav aria-label="Steps">
        <ol class="steps">
          {STEPS.map((each, i) => {
            const faulty = faults.some((fault) => stepOfFault(fault.pointer) === each) && i <= at;
            return (
              <li key={each}>
                <button
                  type="button"
                  class="plain"
                  aria-current={each === step ? "step" : undefined}
                  disabled={stepOf(each, draft) !== each}
                  onClick={() => move(each)}
                >
                  <span class="step-number">{i + 1}</span> {TITLES[each]}
                  {faulty && <span class="fault"> has a fault</span>}
                </button>
              </li>
            );
          })}
        </ol>
      </nav>
      <h2 ref={heading} tabIndex={-1}>
        {TITLES[step]}
      </h2>
      {refused !== undefined && <ProblemBox problem={refused} />}
      {step === "topic" && <TopicStep {...props} />}
      {step === "schema" && <SchemaStep {...props} />}
      {step === "sql" && <SqlStep {...props} />}
      {step === "targets" && <TargetsStep {...props} />}
      <p class="row step-ends">
        {at > 0 && (
          <button type="button" onClick={() => move(STEPS[at - 1] ?? "topic")}>
            Back
          </button>
        )}
        {step === "targets" ? (
          <Needs of="admin">
            <button
              type="button"
              class="primary"
              disabled={busy || validation.data?.valid === false}
              onClick={() => alone(create)}
            >
              {busy ? "Creating…" : draft.autoStart ? "Create and start" : "Create"}
            </button>
          </Needs>
        ) : (
          <button
            type="button"
            class="primary"
            disabled={stepOf(STEPS[at + 1], draft) !== STEPS[at + 1]}
            onClick={() => move(STEPS[at + 1] ?? "targets")}
          >
            Next: {TITLES[STEPS[at + 1] ?? "targets"]}
          </button>
        )}
        <button
          type="button"
          class="plain"
          onClick={() => {
            keep(sessionStorage, undefined);
            setDraft(kept(sessionStorage));
            go("new");
          }}
        >
          Begin anew
        </button>
      </p>
      {draft.topic !== "" && <ShownForms method="POST" path="/pipelines" body={definition} />}
    </div>
  );
}
