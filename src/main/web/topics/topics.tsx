import { useAnswer } from "../api/answer";
import { API_ADDRESS } from "../api/client";
import type { Schemas } from "../api/schemas";
import { useNow } from "../live/hooks";
import { Empty } from "../parts/empty";
import { Count } from "../parts/figures";
import { number } from "../parts/format";
import { ProblemBox } from "../parts/problem";
import { curl } from "../parts/shown";
import { Table } from "../parts/table";
import { Link } from "../route/link";
import { pathOf, useQuery } from "../route/place";
import { Append, BeginAppend } from "./append-form";
import { TopicPage } from "./topic";

type Topic = Schemas["Topic"];

/** Milliseconds between two looks: others append, too. */
const EVERY = 5_000;

const held = (topic: Topic) => topic.partitions.reduce((sum, each) => sum + each.endOffset - each.beginningOffset, 0);

const COLUMNS = [
  {
    head: "Topic",
    cell: (topic: Topic) => <Link to={pathOf({ page: "topics", topic: topic.name })}>{topic.name}</Link>,
  },
  { head: "Partitions", cell: (topic: Topic) => number(topic.partitions.length), numeric: true },
  { head: "Offsets held", cell: (topic: Topic) => <Count value={held(topic)} unit="offsets" />, numeric: true },
  {
    head: "Newest offset",
    cell: (topic: Topic) => number(Math.max(0, ...topic.partitions.map((each) => each.endOffset))),
    numeric: true,
  },
  {
    head: <span class="sr">What to do with it</span>,
    cell: (topic: Topic) => <Link to={`new?topic=${encodeURIComponent(topic.name)}&step=schema`}>New pipeline</Link>,
  },
];

/** The topics of the cluster, or one of them. */
export function Topics({ topic }: { topic: string | undefined }) {
  return topic === undefined || topic === "" ? <TopicList /> : <TopicPage key={topic} topic={topic} />;
}

function TopicList() {
  const turn = Math.floor(useNow(EVERY) / EVERY);
  const { data, problem, loading, reload } = useAnswer<Topic[]>("/topics", undefined, turn);
  const [search, setSearch] = useQuery("q");
  const found = (data ?? []).filter((topic) => topic.name.toLowerCase().includes(search.toLowerCase()));
  return (
    <div class="stack narrow">
      <header class="row">
        <h1>Topics</h1>
        <label>
          <span class="sr">Search topics</span>
          <input
            type="search"
            placeholder="Search"
            value={search}
            onInput={(event) => setSearch(event.currentTarget.value)}
          />
        </label>
        <button type="button" onClick={reload} disabled={loading}>
          {loading ? "Reading…" : "Read again"}
        </button>
      </header>
      <ProblemBox problem={problem} again={reload} />
      {data?.length === 0 && (
        <Empty
          title="There is no topic yet"
          curl={curl("POST", `${API_ADDRESS}/topics/my_quotes/records`, [{ quote: "Mind the gate." }])}
        >
          <p>A topic is made with its first record.</p>
          <BeginAppend />
        </Empty>
      )}
      {data !== undefined && data.length > 0 && found.length === 0 && (
        <p class="quiet">No topic is called like that.</p>
      )}
      {found.length > 0 && <Table caption="Topics" columns={COLUMNS} rows={found} keyOf={(topic) => topic.name} />}
      <Append topic={undefined} onAppended={reload} />
    </div>
  );
}
