import { get, path } from "../../api/client";
import type {
  DeadLetter,
  LetterFilter,
  MatchedLetters,
  RecordPosition,
  Replay,
  ReplayOrder,
  Replays,
  Trial,
  TrialOrder,
} from "../../api/types";

export const lettersOf = (name: string): string => path`/pipelines/${name}/dead-letters`;

/** A trial of many records takes its time: the server gives up after ten seconds of its own. */
const PATIENCE = 60_000;

export const attempt = (name: string, body: TrialOrder): Promise<Trial> =>
  get<Trial>(`${lettersOf(name)}/try`, { method: "POST", body, patience: PATIENCE });

/** How many an order would take; undefined if they are too many to be counted. */
export async function countReplay(name: string, body: ReplayOrder): Promise<number | undefined> {
  const query = { dryRun: true };
  return (await get<MatchedLetters>(`${lettersOf(name)}/replay`, { method: "POST", query, body })).matched;
}

export const replay = (name: string, body: ReplayOrder): Promise<Replay> =>
  get<Replay>(`${lettersOf(name)}/replay`, { method: "POST", body });

export const progress = (name: string, id: string): Promise<Replay> =>
  get<Replay>(path`/pipelines/${name}/replays/${id}`);

/** The last replays, newest first. */
export const replays = async (name: string): Promise<Replay[]> =>
  (await get<Replays>(path`/pipelines/${name}/replays`)).items;

export async function countDeletion(name: string, filter: LetterFilter): Promise<number | undefined> {
  const query = { ...filter, dryRun: true };
  return (await get<MatchedLetters>(lettersOf(name), { method: "DELETE", query })).matched;
}

export const forget = (name: string, filter: LetterFilter): Promise<void> =>
  get<void>(lettersOf(name), { method: "DELETE", query: { ...filter }, patience: PATIENCE });

export function positionOf({ topic, partition, offset }: DeadLetter): RecordPosition {
  return { topic, partition, offset };
}

/** Names a letter among those of its pipeline: a record has one of each stage at the most. */
export function keyOf({ topic, partition, offset, stage }: DeadLetter): string {
  return `${topic}/${partition}/${offset}/${stage}`;
}

/** The record's place as people write it. */
export function placeOf({ topic, partition, offset }: DeadLetter): string {
  return `${topic}/${partition}/${offset}`;
}
