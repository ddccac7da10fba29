import { useState } from "preact/hooks";
import { useAnswer } from "../../api/answer";
import { path } from "../../api/client";
import type { Pipeline } from "../../api/schemas";
import { FindRecord } from "../../life/find";
import { useLivePart } from "../../live/hooks";
import { ProblemBox } from "../../parts/problem";
import { go, tabOf, useQuery } from "../../route/place";
import type { TabProps } from "../tabs";
import { Filters } from "./filters";
import { StoreRows } from "./store";

const SEPARATOR = "\n";

/** What the pipeline stored, its stores side by side, under the same filters and in the same order. */
export function Results({ name }: TabProps) {
  const changed = useLivePart(name, (live) => live?.changes ?? 0);
  const { data, problem, reload } = useAnswer<Pipeline>(path`/pipelines/${name}`, undefined, changed);
  const [filterText] = useQuery("filter");
  const [sortText] = useQuery("sort");
  const [, setRecord] = useQuery("record");
  const [columns, setColumns] = useState<string[]>([]);
  const filters = filterText === "" ? [] : filterText.split(SEPARATOR);
  const sorts = sortText === "" ? [] : sortText.split(SEPARATOR);

  const look = (next: { filters?: string[]; sorts?: string[] }) => {
    const filter = (next.filters ?? filters).join(SEPARATOR);
    const sort = (next.sorts ?? sorts).join(SEPARATOR);
    go(tabOf(name, "results", { ...(filter === "" ? {} : { filter }), ...(sort === "" ? {} : { sort }) }));
  };
  if (data === undefined) {
    return <ProblemBox problem={problem} again={reload} />;
  }
  const stores = data.definition.sinks.map((sink) => ({
    store: sink.type,
    target: sink.table ?? sink.collection ?? "",
  }));
  return (
    <div class="results stack">
      <FindRecord name={name} />
      <Filters filters={filters} columns={columns} onFilters={(next) => look({ filters: next })} />
      <div class={`stores of-${stores.length}`}>
        {stores.map(({ store, target }) => (
          <StoreRows
            key={`${store} ${filterText} ${sortText}`}
            {...{ name, store, target, filters, sorts }}
            onSorts={(next) => look({ sorts: next })}
            onRecord={setRecord}
            onColumns={(found) =>
              setColumns((known) =>
                found.every((each) => known.includes(each)) ? known : [...new Set([...known, ...found])],
              )
            }
          />
        ))}
      </div>
    </div>
  );
}
