import { useMemo, useState } from "preact/hooks";
import { useAnswer } from "../../api/answer";
import { ask, path, problemIn } from "../../api/client";
import type { Definition, Pipeline, Problem } from "../../api/schemas";
import { useLivePart } from "../../live/hooks";
import { useAlone } from "../../parts/alone";
import { ProblemBox } from "../../parts/problem";
import { ShownForms } from "../../parts/shown-forms";
import { toast } from "../../parts/toast";
import { useUnsent } from "../../route/leave";
import { useQuery } from "../../route/place";
import { Needs } from "../../session/needs";
import { useValidation } from "../../sql/asking";
import { changes } from "../../sql/difference";
import { Workbench } from "../../sql/workbench";
import type { TabProps } from "../tabs";
import { Difference } from "./difference";
import { Fields } from "./fields";
import { Schema } from "./schema";
import { Versions } from "./versions";

/** What the pipeline does, to be read and changed, with what it did before. */
export function DefinitionTab({ name }: TabProps) {
  // The events' stream says when somebody else has changed it.
  const changed = useLivePart(name, (live) => live?.changes ?? 0);
  const { data, etag, problem, reload } = useAnswer<Pipeline>(path`/pipelines/${name}`, undefined, changed);
  return data === undefined ? (
    <ProblemBox problem={problem} again={reload} />
  ) : (
    <Editing name={name} newest={data.definition} etag={etag} onSaved={reload} />
  );
}

interface EditingProps {
  name: string;
  newest: Definition;
  etag: string | null;
  onSaved: () => void;
}

/** What is being edited stands on a version; a newer one does not take the text from under somebody's hands. */
function Editing({ name, newest, etag, onSaved }: EditingProps) {
  // Of the newest that this was set beside it is known already: it may be older than what was saved here.
  const [base, setBase] = useState({ definition: newest, etag, beside: etag });
  const [draft, setDraft] = useState(newest);
  const [refused, setRefused] = useState<Problem>();
  const [busy, alone] = useAlone();
  const [only] = useQuery("only");
  const edits = useMemo(() => changes(base.definition, draft), [base, draft]);
  const edited = edits.length > 0;
  useUnsent(edited);
  const isNews = etag !== base.etag && etag !== base.beside;
  const overtaken = isNews && changes(base.definition, newest).length > 0;
  const validation = useValidation(edited ? draft : null);
  const errors = refused?.errors ?? validation.data?.errors ?? [];

  if (overtaken && !edited) {
    setBase({ definition: newest, etag, beside: etag });
    setDraft(newest);
  }

  const change = (next: Definition) => {
    setRefused(undefined);
    setDraft(next);
  };
  const take = () => {
    setBase({ definition: newest, etag, beside: etag });
    setRefused(undefined);
  };
  const save = async () => {
    try {
      const ifMatch = base.etag === null ? {} : { ifMatch: base.etag };
      const answer = await ask<Pipeline>(path`/pipelines/${name}`, {
        method: "PUT",
        body: draft,
        patience: 60_000,
        ...ifMatch,
      });
      setBase({ definition: answer.data.definition, etag: answer.etag, beside: etag });
      // What was written while it was saved stays.
      setDraft((now) => (now === draft ? answer.data.definition : now));
      setRefused(undefined);
      for (const notice of ["Saved.", ...(answer.data.notices ?? [])]) {
        toast(notice);
      }
      onSaved();
    } catch (thrown) {
      const why = problemIn(thrown);
      setRefused(why);
      if (why.status === 412) {
        onSaved();
      }
    }
  };

  const { transform, ...rest } = draft;
  return (
    <div class="definition stack">
      {overtaken && edited && (
        <section class="problem" role="alert">
          <strong>Somebody else has changed it meanwhile</strong>
          <p>What they changed, against what you began with:</p>
          <Difference of={changes(base.definition, newest)} />
          <p class="row">
            <button type="button" onClick={take}>
              Keep my text, to save it over theirs
            </button>
            <button type="button" onClick={() => [take(), setDraft(newest)]}>
              Take theirs
            </button>
          </p>
        </section>
      )}
      <div class="definition-parts">
        <section class="card stack" aria-label="Transform">
          <h2>Transform</h2>
          <Workbench
            transform={transform ?? ""}
            onTransform={(text) => change(text.trim() === "" ? rest : { ...draft, transform: text })}
            schema={draft.source.schema}
            definition={draft}
            faults={errors.filter((error) => error.pointer.startsWith("/transform")).map((error) => error.message)}
            letters={name}
            only={only}
          />
        </section>
        <Fields draft={draft} onDraft={change} errors={errors} />
        <Schema draft={draft} onDraft={change} errors={errors} />
      </div>
      {edited && (
        <section class="card stack" aria-label="Your changes">
          <h2>Your changes</h2>
          <Difference of={edits} />
          {validation.data?.notices.map((notice) => (
            <p key={notice} class="quiet">
              {notice}
            </p>
          ))}
        </section>
      )}
      <ProblemBox problem={refused} />
      <p class="row">
        <Needs of="admin">
          <button
            type="button"
            class="primary"
            disabled={!edited || busy || overtaken || validation.data?.valid === false}
            onClick={() => alone(save)}
          >
            {busy ? "Saving…" : "Save"}
          </button>
        </Needs>
        <button type="button" disabled={!edited || busy} onClick={() => change(base.definition)}>
          Discard
        </button>
        <span class="quiet">
          A running pipeline finishes its micro-batch under the old definition, and goes on under the new one.
        </span>
      </p>
      <ShownForms method="PUT" path={path`/pipelines/${name}`} body={draft} />
      <Versions name={name} newest={newest} edited={edited} onTake={change} again={etag} />
    </div>
  );
}
