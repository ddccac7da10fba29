// Who can log in, and with what programs come in. The API has these where somebody has to log in, so that its document of a
// Sluice that is open, of which the other types are made, has them not.
import { namesIn } from "../fields/target";
import type { Role } from "../session/session";

export interface User {
  name: string;
  role: Role;
  createdAt: string;
  /** When the password or the role was changed last. */
  changedAt: string;
  /** Patterns of the names of the pipelines that are seen and ordered; none for all. */
  pipelines?: string[];
}

export interface Token {
  id: string;
  name: string;
  role: Role;
  createdBy: string;
  createdAt: string;
  expiresAt: string;
  lastUsedAt?: string;
  pipelines?: string[];
}

/** A token with its secret, which is told this once. */
export type MadeToken = Pick<Token, "id" | "name" | "role" | "expiresAt"> & { secret: string };

/** What each role may; docs/security.md. */
export const MAY: Record<Role, string> = {
  metrics: "metrics: reads the metrics",
  viewer: "viewer: sees everything",
  operator: "operator: starts, stops, replays",
  admin: "admin: defines and deletes, too",
};

/** Patterns as they are typed, left out where there are none. */
export const scopeOf = (typed: string): { pipelines?: string[] } => {
  const pipelines = namesIn(typed);
  return pipelines.length === 0 ? {} : { pipelines };
};

/** Milliseconds between two looks: others make and revoke, too. */
export const EVERY = 10_000;
