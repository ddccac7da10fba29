// A target of a pipeline as it is edited in fields, and as a definition has it.
import type { Schemas } from "../api/schemas";

export type Store = "postgres" | "mongo";
type Sink = Schemas["SinkDefinition"];

export interface Target {
  on: boolean;
  /** A table of Postgres, a collection of Mongo. */
  name: string;
  mode: "append" | "upsert";
  /** Names with commas between them, as they are typed. */
  key: string;
  version: string;
}

export const TARGET: Target = { on: true, name: "", mode: "append", key: "", version: "" };

/** What a definition calls the target's name. */
export const PROPERTIES = { postgres: "table", mongo: "collection" } as const;

export const namesIn = (text: string): string[] =>
  text
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "");

/** The sink of a target; `mode` is left out where it is the one that goes without saying. */
export function sinkOf(store: Store, target: Target): Partial<Sink> & Pick<Sink, "type"> {
  const version = target.version === "" ? {} : { version: target.version };
  return {
    type: store,
    [PROPERTIES[store]]: target.name,
    ...(target.mode === "append" ? {} : { mode: "upsert", key: namesIn(target.key), ...version }),
  };
}

export function targetOf(sink: Partial<Sink> | undefined): Target {
  return sink === undefined
    ? { ...TARGET, on: false }
    : {
        on: true,
        name: sink.table ?? sink.collection ?? "",
        mode: sink.mode ?? "append",
        key: Array.isArray(sink.key) ? sink.key.join(", ") : "",
        version: sink.version ?? "",
      };
}

/** The faults at a place of a definition, and below it. */
export function faultsAt(faults: readonly Schemas["FieldError"][], pointer: string): string[] {
  return faults
    .filter((each) => each.pointer === pointer || each.pointer.startsWith(`${pointer}/`))
    .map((each) => each.message);
}
