import { useEffect, useState } from "preact/hooks";
import { get, ROOT } from "../api/client";
import type { SessionView } from "../api/types";

export type Session = SessionView;
export type Role = NonNullable<Session["role"]>;

/** Each may do what those before it may. */
const ROLES: readonly Role[] = ["metrics", "viewer", "operator", "admin"];

let session: Session | undefined;
const listeners = new Set<(now: Session) => void>();

/** Asks who is logged in, once; whoever could not ask may do everything, and is told by the server what he may not. */
export async function learn(): Promise<void> {
  try {
    session = await get<Session>("/session");
    for (const listener of listeners) {
      listener(session);
    }
  } catch {
    // The page says by itself that nothing is answered.
  }
}

/** Who is logged in; undefined until that is known. */
export function useSession(): Session | undefined {
  const [now, setNow] = useState(session);
  useEffect(() => {
    setNow(session);
    listeners.add(setNow);
    return () => {
      listeners.delete(setNow);
    };
  }, []);
  return now;
}

/** Whether whoever is logged in has this role. */
export function covers(now: Session | undefined, role: Role): boolean {
  return now?.role === undefined || ROLES.indexOf(now.role) >= ROLES.indexOf(role);
}

export async function logout(): Promise<void> {
  await get<void>("/session", { method: "DELETE" });
  location.assign(`${ROOT}login`);
}
