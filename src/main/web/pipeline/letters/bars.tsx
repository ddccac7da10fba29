import type { DeadLetterCounts, DeadLetterGroup, LetterFilter } from "../../api/types";
import { number } from "../../parts/format";
import { type Facet, isChosen, toggled } from "./filter";

interface Props {
  readonly facet: Facet;
  readonly title: string;
  /** Undefined before they are known. */
  readonly counts: DeadLetterCounts | undefined;
  readonly filter: LetterFilter;
  readonly onFilter: (filter: LetterFilter) => void;
}

/** The dead letters by stage or by reason: bars that filter, the chosen one pressed. */
export function Bars({ facet, title, counts, filter, onFilter }: Props) {
  const groups = counts?.groups ?? [];
  const most = Math.max(1, ...groups.map((group) => group.letters));
  return (
    <section class="facet" aria-label={title}>
      <h2>{title}</h2>
      <ul>
        {groups.map((group) => (
          <li key={labelOf(group, facet)}>
            <button
              type="button"
              class="facet-bar"
              aria-pressed={isChosen(filter, group, facet)}
              title={group.example ?? labelOf(group, facet)}
              onClick={() => onFilter(toggled(filter, group, facet))}
            >
              <span class="bar-fill" style={{ width: `${(100 * group.letters) / most}%` }} />
              <span class="bar-name">{labelOf(group, facet)}</span>
              <span class="bar-count">{number(group.letters)}</span>
            </button>
          </li>
        ))}
      </ul>
      {counts?.others ? (
        <p class="quiet">
          and {number(counts.others.letters)} in {number(counts.others.groups)} more groups
        </p>
      ) : null}
    </section>
  );
}

/** The dead letters by the hour in which they were rejected: columns that filter. */
export function Hours({ title, counts, filter, onFilter }: Omit<Props, "facet">) {
  const groups = [...(counts?.groups ?? [])].sort((a, b) => (a.hour ?? "").localeCompare(b.hour ?? ""));
  const most = Math.max(1, ...groups.map((group) => group.letters));
  return (
    <section class="facet hours" aria-label={title}>
      <h2>{title}</h2>
      <ul>
        {filled(groups).map(({ hour, group }) => (
          <li key={hour}>
            {group ? (
              <button
                type="button"
                class="column"
                aria-pressed={isChosen(filter, group, "hour")}
                aria-label={`${hourText(hour)}: ${number(group.letters)}`}
                title={`${hourText(hour)}: ${number(group.letters)}`}
                onClick={() => onFilter(toggled(filter, group, "hour"))}
              >
                <span class="column-fill" style={{ height: `${Math.max(4, (100 * group.letters) / most)}%` }} />
              </button>
            ) : (
              <span class="column" />
            )}
          </li>
        ))}
      </ul>
      <p class="quiet ends">
        <span>{groups[0]?.hour ? hourText(groups[0].hour) : ""}</span>
        <span>{groups.length > 1 ? hourText(groups.at(-1)?.hour ?? "") : ""}</span>
      </p>
    </section>
  );
}

const HOUR = 3_600_000;

/** The most columns; where the hours lie farther apart, those without letters are left out. */
const COLUMNS = 168;

/** The hours from the first to the last, those without letters, too. */
export function filled(groups: readonly DeadLetterGroup[]): { hour: string; group?: DeadLetterGroup }[] {
  const known = groups.flatMap((group) => (group.hour ? [{ hour: group.hour, group }] : []));
  const first = Date.parse(known[0]?.hour ?? "");
  const last = Date.parse(known.at(-1)?.hour ?? "");
  const many = (last - first) / HOUR + 1;
  if (!(many <= COLUMNS)) {
    return known;
  }
  return Array.from({ length: many }, (_, at) => {
    const time = first + at * HOUR;
    return known.find((each) => Date.parse(each.hour) === time) ?? { hour: new Date(time).toISOString() };
  });
}

function labelOf(group: DeadLetterGroup, facet: Facet): string {
  return (facet === "stage" ? group.stage : group.reason) ?? "unknown";
}

const HOUR_TEXT = new Intl.DateTimeFormat(undefined, {
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});

function hourText(hour: string): string {
  return HOUR_TEXT.format(new Date(hour));
}
