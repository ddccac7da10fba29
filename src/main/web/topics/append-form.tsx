import { useState } from "preact/hooks";
import { address, ask, path, problemIn } from "../api/client";
import type { Problem, Schemas } from "../api/schemas";
import { useAlone } from "../parts/alone";
import { Copy } from "../parts/copy";
import { number } from "../parts/format";
import { ProblemBox } from "../parts/problem";
import { curlOf } from "../parts/shown";
import { toast } from "../parts/toast";
import { useUnsent } from "../route/leave";
import { Needs } from "../session/needs";
import { typed } from "./append";

/** Leads to the form below, which it opens. */
export function BeginAppend() {
  const begin = () => {
    const form = document.querySelector<HTMLDetailsElement>("details.append");
    if (form !== null) {
      form.open = true;
      form.querySelector<HTMLElement>("input, textarea")?.focus();
    }
  };
  return (
    <button type="button" class="primary" onClick={begin}>
      Append a record
    </button>
  );
}

/** Appends records, byte for byte as they are typed. */
export function Append({ topic, onAppended }: { topic: string | undefined; onAppended: () => void }) {
  const [name, setName] = useState(topic ?? "");
  const [key, setKey] = useState("");
  const [text, setText] = useState("");
  const [busy, alone] = useAlone();
  const [problem, setProblem] = useState<Problem>();
  const { records, type, fault, odd } = typed(text);
  useUnsent(text.trim() !== "");
  const at = path`/topics/${name}/records`;
  const query = { key: key === "" ? undefined : key };

  const append = async () => {
    try {
      const { data } = await ask<Schemas["Appended"]>(at, { method: "POST", query, sent: { type, text } });
      const [first, last] = [data.records[0], data.records.at(-1)];
      toast(
        `Appended ${number(data.records.length)} ${data.records.length === 1 ? "record" : "records"} to ${data.topic}` +
          (first === undefined
            ? ""
            : `, ${first.partition}/${first.offset}${data.records.length > 1 ? ` to ${last?.partition}/${last?.offset}` : ""}`),
      );
      // What was written meanwhile stays.
      setText((now) => (now === text ? "" : now));
      setProblem(undefined);
      onAppended();
    } catch (thrown) {
      setProblem(problemIn(thrown));
    }
  };
  return (
    <details class="card append">
      <summary>
        <b>Append records</b>
      </summary>
      <form class="stack" onSubmit={(event) => [event.preventDefault(), alone(append)]}>
        <div class="fields">
          {topic === undefined && (
            <div class="field">
              <label for="append-topic">Topic; one that is not there is made</label>
              <input
                id="append-topic"
                value={name}
                required
                spellcheck={false}
                onInput={(event) => setName(event.currentTarget.value)}
              />
            </div>
          )}
          <div class="field">
            <label for="append-key">Key, if they are to have one</label>
            <input
              id="append-key"
              value={key}
              spellcheck={false}
              onInput={(event) => setKey(event.currentTarget.value)}
            />
          </div>
        </div>
        <div class="field">
          <label for="append-records">A JSON array, or one record on each line</label>
          <textarea
            id="append-records"
            class="mono"
            rows={6}
            spellcheck={false}
            value={text}
            aria-describedby="append-says"
            onInput={(event) => setText(event.currentTarget.value)}
          />
          <small id="append-says" class="quiet" aria-live="polite">
            {fault ?? `${number(records)} ${records === 1 ? "record" : "records"}`}
            {odd.length > 0 &&
              `; pipelines reject what is no JSON object: ${odd
                .slice(0, 5)
                .map((each) => `number ${each}`)
                .join(", ")}${odd.length > 5 ? ", …" : ""}`}
          </small>
        </div>
        <ProblemBox problem={problem} />
        <p class="row">
          <Needs of="operator">
            <button type="submit" class="primary" disabled={busy || fault !== undefined || name === ""}>
              {busy ? "Appending…" : "Append"}
            </button>
          </Needs>
          {fault === undefined && name !== "" && (
            <Copy
              text={curlOf("POST", new URL(address(at, query), location.href).href, { type, text })}
              label="Copy curl"
            />
          )}
        </p>
      </form>
    </details>
  );
}
