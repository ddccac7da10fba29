import type { components } from "./types";

/** Short names for the shapes of the API that the page speaks of most. */
export type Schemas = components["schemas"];
export type Summary = Schemas["PipelineSummary"];
export type Status = Schemas["PipelineStatus"];
export type State = Summary["state"];
export type Counters = Schemas["Counters"];
export type Batch = Schemas["Batch"];
export type Platform = Schemas["Platform"];
export type Owner = Schemas["PlatformOwner"];
export type Pipeline = Schemas["Pipeline"];
export type Definition = Schemas["PipelineDefinition"];
export type Problem = Schemas["Problem"];
export type History = Schemas["History"];
export type Letter = Schemas["NewDeadLetter"];
