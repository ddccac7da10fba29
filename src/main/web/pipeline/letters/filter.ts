import type { DeadLetterGroup, LetterFilter } from "../../api/types";

/** What of the filter is in the address, by the names that the API has for it. */
const NAMES = ["stage", "reason", "topic", "partition", "from", "to", "key", "q"] as const;

const STAGES = ["decode", "transform", "postgres", "mongo"] as const;

/** Longer ones the API refuses. */
const LONGEST = 1000;

/** Reads the filter out of an address; what the API would refuse is left out. */
export function filterOf(query: URLSearchParams): LetterFilter {
  const filter: LetterFilter = {};
  for (const name of NAMES) {
    const value = query.get(name);
    if (!value || value.length > LONGEST) {
      continue;
    }
    if (name === "stage") {
      const stage = STAGES.find((each) => each === value);
      if (stage !== undefined) {
        filter.stage = stage;
      }
    } else {
      filter[name] = value;
    }
  }
  return filter;
}

/** Writes the filter as parameters, of an address or of the API: both have the same names. */
export function parametersOf(filter: LetterFilter): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of NAMES) {
    const value = filter[name];
    if (value !== undefined && value !== "") {
      query.set(name, value);
    }
  }
  return query;
}

export function isEmpty(filter: LetterFilter): boolean {
  return parametersOf(filter).size === 0;
}

/** What the letters of a group have in common, in the filter's words. */
export type Facet = "stage" | "reason" | "hour";

/** The filter without what it says of a facet, so that the facet's bars show the alternatives, too. */
export function without(filter: LetterFilter, facet: Facet): LetterFilter {
  const { stage, reason, from, to, ...rest } = filter;
  return {
    ...rest,
    ...(facet !== "stage" && stage ? { stage } : {}),
    ...(facet !== "reason" && reason ? { reason } : {}),
    ...(facet !== "hour" && from ? { from } : {}),
    ...(facet !== "hour" && to ? { to } : {}),
  };
}

/** The part of a filter that selects a group of a facet. */
export function choice(group: DeadLetterGroup, facet: Facet): LetterFilter {
  if (facet === "stage") {
    return group.stage ? { stage: group.stage } : {};
  }
  if (facet === "reason") {
    return group.reason ? { reason: patternOf(group.reason) } : {};
  }
  return group.hour ? hourOf(group.hour) : {};
}

/** Whether the filter selects this group of the facet. */
export function isChosen(filter: LetterFilter, group: DeadLetterGroup, facet: Facet): boolean {
  const its = Object.entries(choice(group, facet));
  return its.length > 0 && its.every(([name, value]) => filter[name as keyof LetterFilter] === value);
}

/** Selects the group, or no group of the facet if it is chosen already. */
export function toggled(filter: LetterFilter, group: DeadLetterGroup, facet: Facet): LetterFilter {
  const rest = without(filter, facet);
  return isChosen(filter, group, facet) ? rest : { ...rest, ...choice(group, facet) };
}

/**
 * Makes a pattern, where `*` is any text, of a group's reason, which has `#` for numbers and `…` for what is one
 * record's own.
 */
export function patternOf(reason: string): string {
  return reason
    .replace(/[[{]…[\]}]|…|#/g, (own) => (own === "[…]" ? "[*]" : "*"))
    .replace(/\*+/g, "*")
    .slice(0, LONGEST);
}

function hourOf(hour: string): LetterFilter {
  const from = new Date(hour);
  return { from: from.toISOString(), to: new Date(from.getTime() + 3_600_000).toISOString() };
}
