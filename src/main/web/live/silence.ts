// When a stream is taken for dead: a connection that one end has lost is told by nobody, so the server says now and then
// that it is there.

/** Milliseconds; three of the server's heartbeats, where those come seldom. */
const LEAST = 45_000;
const BEATS = 3;

let most = LEAST;

/** @param seconds after how long without an event the server says that it is there; undefined where it does not tell */
export function heartbeatIs(seconds: number | undefined): void {
  most = Math.max(LEAST, BEATS * 1000 * (seconds ?? 0));
}

/** @param heard when something was heard last, in milliseconds */
export const isSilent = (heard: number): boolean => Date.now() - heard > most;
