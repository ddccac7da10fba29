// What somebody is about to create, as far as they got.
import type { Schemas } from "../api/schemas";
import { type Store, sinkOf, TARGET, type Target } from "../fields/target";
import type { Said } from "../sql/asking";
import { onLines, onOneLine } from "../sql/columns";

export type Fault = Schemas["DefinitionFault"];

export interface Draft {
  topic: string;
  schema: string;
  transform: string;
  name: string;
  description: string;
  from: "earliest" | "latest";
  autoStart: boolean;
  postgres: Target;
  mongo: Target;
}

/** What each step gets. */
export interface StepProps {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  faults: Fault[];
  validation: Said<Schemas["Validation"]>;
}

export const STEPS = ["topic", "schema", "sql", "targets"] as const;
export type Step = (typeof STEPS)[number];

export const EMPTY: Draft = {
  topic: "",
  schema: "",
  transform: "",
  name: "",
  description: "",
  from: "earliest",
  autoStart: true,
  postgres: TARGET,
  mongo: TARGET,
};

/** The step that an address names, but none for which something before it is missing. */
export function stepOf(named: string | null | undefined, draft: Draft): Step {
  const furthest = draft.topic === "" ? 0 : draft.schema.trim() === "" ? 1 : STEPS.length - 1;
  const wanted = STEPS.indexOf(named as Step);
  return STEPS[Math.min(Math.max(wanted, 0), furthest)] ?? "topic";
}

/** A draft for another topic; names that were made of the old one follow, those that were typed stay. */
export function withTopic(draft: Draft, topic: string): Draft {
  const [was, is] = [nameOf(draft.topic), nameOf(topic)];
  const follow = (name: string, old: string, now: string) => (name === "" || name === old ? now : name);
  const target = (its: Target): Target => ({ ...its, name: follow(its.name, tableOf(was), tableOf(is)) });
  return {
    ...draft,
    topic,
    schema: topic === draft.topic ? draft.schema : "",
    transform: topic === draft.topic ? draft.transform : "",
    name: follow(draft.name, was, is),
    postgres: target(draft.postgres),
    mongo: target(draft.mongo),
  };
}

export function withProposal(draft: Draft, proposal: Schemas["SchemaProposal"]): Draft {
  return {
    ...draft,
    schema: onLines(proposal.schema ?? ""),
    transform: draft.transform === "" ? (proposal.transform ?? "") : draft.transform,
  };
}

/** A pipeline's name, of what a topic may be called. */
export function nameOf(topic: string): string {
  const name = topic
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .replace(/[-_]+$/, "");
  return name.slice(0, 63);
}

const tableOf = (name: string) => name.replaceAll("-", "_").slice(0, 60);

/** The definition, with what was left empty left out. */
export function definitionOf(draft: Draft): Record<string, unknown> {
  const sinks = [
    ...(draft.postgres.on ? [sinkOf("postgres", draft.postgres)] : []),
    ...(draft.mongo.on ? [sinkOf("mongo", draft.mongo)] : []),
  ];
  return {
    name: draft.name,
    ...(draft.description === "" ? {} : { description: draft.description }),
    source: {
      topics: draft.topic === "" ? [] : [draft.topic],
      schema: onOneLine(draft.schema),
      ...(draft.from === "earliest" ? {} : { startingOffsets: draft.from }),
    },
    ...(draft.transform.trim() === "" ? {} : { transform: draft.transform }),
    sinks,
    ...(draft.autoStart ? {} : { autoStart: false }),
  };
}

/** The step at which a fault is mended. */
export function stepOfFault(pointer: string): Step {
  if (pointer.startsWith("/source/topics")) {
    return "topic";
  }
  return pointer.startsWith("/source/schema") ? "schema" : pointer.startsWith("/transform") ? "sql" : "targets";
}

/** The place of a store among the sinks, as pointers count them. */
export function sinkAt(draft: Draft, store: Store): string {
  return `/sinks/${store === "mongo" && draft.postgres.on ? 1 : 0}`;
}

const KEPT = "sluice.new";

/** What was kept of this tab; an empty draft where there is nothing, or nothing that can be read. */
export function kept(storage: Pick<Storage, "getItem">): Draft {
  try {
    const saved = JSON.parse(storage.getItem(KEPT) ?? "{}");
    return {
      ...EMPTY,
      ...saved,
      postgres: { ...TARGET, ...saved.postgres },
      mongo: { ...TARGET, ...saved.mongo },
    };
  } catch {
    return EMPTY;
  }
}

export function keep(storage: Pick<Storage, "setItem" | "removeItem">, draft: Draft | undefined): void {
  try {
    if (draft === undefined) {
      storage.removeItem(KEPT);
    } else {
      storage.setItem(KEPT, JSON.stringify(draft));
    }
  } catch {
    // Where a browser keeps nothing, a reload begins anew.
  }
}
