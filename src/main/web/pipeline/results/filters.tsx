import { useState } from "preact/hooks";
import { filterOf, filterText, OPERATOR_WORDS, OPERATORS, type Operator } from "./query";

interface FiltersProps {
  filters: string[];
  /** Columns that were seen, to choose from. */
  columns: string[];
  onFilters: (filters: string[]) => void;
}

const NOT_ASKED = ["_id", "_source", "_ingested_at"];

/** The conditions that rows meet; all of them hold. */
export function Filters({ filters, columns, onFilters }: FiltersProps) {
  const [column, setColumn] = useState("");
  const [operator, setOperator] = useState<Operator>("eq");
  const [value, setValue] = useState("");
  const choices = [
    ...new Set([...columns.filter((each) => !NOT_ASKED.includes(each)), "_topic", "_partition", "_offset"]),
  ];
  const add = (event: Event) => {
    event.preventDefault();
    onFilters([...filters, filterText({ column: column || (choices[0] ?? ""), operator, value })]);
    setValue("");
  };
  return (
    <form class="row" onSubmit={add} aria-label="Filters">
      {filters.map((text) => {
        const filter = filterOf(text);
        return (
          <button
            key={text}
            type="button"
            class="small chip"
            title="Remove this filter"
            onClick={() => onFilters(filters.filter((each) => each !== text))}
          >
            {filter === undefined
              ? text
              : `${filter.column} ${OPERATOR_WORDS[filter.operator].replace(/ \(.*/, "")} ${filter.value}`}{" "}
            ✕
          </button>
        );
      })}
      <select
        aria-label="Column"
        value={column || choices[0]}
        onChange={(event) => setColumn(event.currentTarget.value)}
      >
        {choices.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </select>
      <select
        aria-label="Comparison"
        value={operator}
        onChange={(event) => setOperator(event.currentTarget.value as Operator)}
      >
        {OPERATORS.map((each) => (
          <option key={each} value={each}>
            {OPERATOR_WORDS[each]}
          </option>
        ))}
      </select>
      <input aria-label="Value" value={value} onInput={(event) => setValue(event.currentTarget.value)} />
      <button type="submit">Filter</button>
      {filters.length > 1 && (
        <button type="button" class="plain" onClick={() => onFilters([])}>
          Remove all
        </button>
      )}
    </form>
  );
}
