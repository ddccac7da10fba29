import { useEffect, useState } from "preact/hooks";
import { get, ROOT, SESSION_ENDED } from "../api/client";
import type { SessionView } from "../api/types";
import { isUnsent } from "../route/leave";

export type Session = SessionView;
export type Role = NonNullable<Session["role"]>;

/** Each may do what those before it may. */
const ROLES: readonly Role[] = ["metrics", "viewer", "operator", "admin"];

/** Milliseconds between two looks whether somebody has logged in again, in another tab. */
const AGAIN = 2_000;

let session: Session | undefined;
/** When the session that was has ended, in milliseconds; undefined while there is one, or where none is needed. */
let ended: number | undefined;
const listeners = new Set<() => void>();

/** Asks who is logged in, until that is told; until then everything is offered, and the server says what may not be. */
export async function learn(): Promise<void> {
  await askWho();
  if (session === undefined) {
    setTimeout(learn, AGAIN);
  }
}

async function askWho(): Promise<void> {
  try {
    session = await get<Session>("/session");
    tell();
  } catch {
    // The page says by itself that nothing is answered.
  }
}

/**
 * Leads to the login when the session ends, and from there back here. Who would lose by that what is written here stays,
 * and goes on when somebody has logged in elsewhere in this browser.
 */
export function watchSession(): () => void {
  const end = () => {
    if (ended === undefined) {
      ended = Date.now();
      tell();
      if (isUnsent()) {
        setTimeout(lookAgain, AGAIN);
      } else {
        location.assign(loginAddress());
      }
    }
  };
  addEventListener(SESSION_ENDED, end);
  return () => {
    removeEventListener(SESSION_ENDED, end);
    ended = undefined;
  };
}

async function lookAgain(): Promise<void> {
  await askWho();
  if (session?.user === undefined) {
    setTimeout(lookAgain, AGAIN);
  } else {
    ended = undefined;
    tell();
  }
}

export const loginAddress = (): string =>
  `${ROOT}login?ended&to=${encodeURIComponent(location.pathname + location.search)}`;

function tell(): void {
  for (const listener of listeners) {
    listener();
  }
}

function useTold<T>(select: () => T): T {
  const [now, setNow] = useState(select);
  useEffect(() => {
    const look = () => setNow(select);
    look();
    listeners.add(look);
    return () => {
      listeners.delete(look);
    };
  }, [select]);
  return now;
}

const sessionNow = () => session;
const endedNow = () => ended;

/** Who is logged in; undefined until that is known. */
export const useSession = (): Session | undefined => useTold(sessionNow);

/** When the session ended, in milliseconds; undefined while it lasts. */
export const useEnded = (): number | undefined => useTold(endedNow);

/** Whether whoever is logged in has this role. */
export function covers(now: Session | undefined, role: Role): boolean {
  return now?.role === undefined || ROLES.indexOf(now.role) >= ROLES.indexOf(role);
}

export async function logout(): Promise<void> {
  const left = await get<{ next: string } | undefined>("/session", { method: "DELETE" });
  // A provider that vouched has a session of its own, and leads back to the login.
  location.assign(left?.next ?? `${ROOT}login`);
}
