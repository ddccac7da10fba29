import { useId, useState } from "preact/hooks";
import { get, path } from "../api/client";
import type { Pipeline } from "../api/schemas";
import { useQuery } from "../route/place";
import { Life } from "./life";

/** A record by its place: asked for in a field, or by the address, which can be sent on. */
export function FindRecord({ name }: { name: string }) {
  const [record, setRecord] = useQuery("record");
  const [text, setText] = useState("");
  const [isWrong, setWrong] = useState(false);
  const id = useId();
  const find = async (event: Event) => {
    event.preventDefault();
    const position = positionIn(text, /^\s*\d+\D\d+\s*$/.test(text) ? await topicsOf(name) : []);
    setWrong(position === undefined);
    if (position !== undefined) {
      setRecord(position);
    }
  };
  return (
    <>
      <form class="row find-record" onSubmit={find}>
        <label for={id}>Find a record</label>
        <input
          id={id}
          type="search"
          value={text}
          placeholder="topic/partition/offset"
          autocomplete="off"
          spellcheck={false}
          aria-invalid={isWrong}
          aria-describedby={`${id}-fault`}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setWrong(false);
          }}
        />
        <button type="submit">Find</button>
        <span id={`${id}-fault`} class="fault" aria-live="polite">
          {isWrong ? "Write its topic, partition and offset, such as orders/0/1042." : ""}
        </span>
      </form>
      {record !== "" && <Life name={name} position={record} onClose={() => setRecord("")} />}
    </>
  );
}

/** The topics that it reads; none where that cannot be told now. */
async function topicsOf(name: string): Promise<string[]> {
  try {
    return (await get<Pipeline>(path`/pipelines/${name}`)).definition.source.topics;
  } catch {
    return [];
  }
}

/** A place as people write it; the topic may be left out where there is but one. Undefined for what is no place. */
export function positionIn(text: string, topics: readonly string[]): string | undefined {
  const [, topic, partition, offset] = /^(?:(.+?)\s*[\s/@:#-]\s*)?(\d+)\s*[\s/@:]\s*(\d+)$/.exec(text.trim()) ?? [];
  const its = topic ?? (topics.length === 1 ? topics[0] : undefined);
  return its === undefined || partition === undefined ? undefined : `${its}/${partition}/${offset}`;
}
