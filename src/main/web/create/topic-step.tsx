import { useState } from "preact/hooks";
import { useAnswer } from "../api/answer";
import { API_ADDRESS, path } from "../api/client";
import type { Schemas } from "../api/schemas";
import { faultsAt } from "../fields/target";
import { Empty } from "../parts/empty";
import { Age } from "../parts/figures";
import { number } from "../parts/format";
import { Payload } from "../parts/payload";
import { ProblemBox } from "../parts/problem";
import { curl } from "../parts/shown";
import { Link } from "../route/link";
import { type StepProps, withTopic } from "./draft";

/** Which topic, with its newest records, so that one sees whether it is the right one. */
export function TopicStep({ draft, change, faults }: StepProps) {
  const topics = useAnswer<Schemas["Topic"][]>("/topics");
  const [search, setSearch] = useState("");
  const records = useAnswer<Schemas["TopicRecord"][]>(
    draft.topic === "" ? null : path`/topics/${draft.topic}/records`,
    { limit: 5 },
  );
  const all = topics.data ?? [];
  const found = all.filter((topic) => topic.name.toLowerCase().includes(search.toLowerCase()));
  if (topics.data?.length === 0) {
    return (
      <Empty
        title="There is no topic yet"
        curl={curl("POST", `${API_ADDRESS}/topics/my_quotes/records`, [{ quote: "Mind the gate." }])}
      >
        <p>Append a record to make one, or let something produce into Kafka.</p>
        <Link to="topics" class="button primary">
          Append records
        </Link>
      </Empty>
    );
  }
  return (
    <>
      <ProblemBox problem={topics.problem} again={topics.reload} />
      {all.length > 8 && (
        <label>
          Search <input type="search" value={search} onInput={(event) => setSearch(event.currentTarget.value)} />
        </label>
      )}
      <fieldset class="choices">
        <legend class="sr">Topic</legend>
        {found.slice(0, 200).map((topic) => {
          const held = topic.partitions.reduce((sum, each) => sum + each.endOffset - each.beginningOffset, 0);
          return (
            <label key={topic.name} class="choice">
              <input
                type="radio"
                name="topic"
                checked={topic.name === draft.topic}
                onChange={() => change(withTopic(draft, topic.name))}
              />
              <span class="value">{topic.name}</span>
              <small class="quiet">
                {number(topic.partitions.length)} {topic.partitions.length === 1 ? "partition" : "partitions"},{" "}
                {number(held)} offsets
              </small>
            </label>
          );
        })}
        {found.length > 200 && <p class="quiet">and {number(found.length - 200)} more: search</p>}
      </fieldset>
      {faultsAt(faults, "/source/topics").map((fault) => (
        <p key={fault} class="fault">
          {fault}
        </p>
      ))}
      {draft.topic !== "" && (
        <section aria-label="Newest records">
          <h3>Newest records of {draft.topic}</h3>
          <ProblemBox problem={records.problem} again={records.reload} />
          {records.data?.length === 0 && (
            <p class="quiet">It has no records. A schema can be typed by hand all the same.</p>
          )}
          {records.data?.map((record) => (
            <article key={`${record.partition}/${record.offset}`} class="record">
              <p class="quiet num">
                {record.partition}/{record.offset} <Age at={record.timestamp} />
              </p>
              <Payload
                text={record.payload}
                encoding={record.encoding}
                label={`Record ${record.partition}/${record.offset}`}
              />
            </article>
          ))}
        </section>
      )}
    </>
  );
}
