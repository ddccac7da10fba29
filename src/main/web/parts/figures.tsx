import { useNow } from "../live/hooks";
import { bytes, compact, duration, number, time, UNKNOWN, utc } from "./format";

/** A number in few characters, with all of its digits on hover. */
export function Count({ value, unit }: { value: number | undefined; unit?: string }) {
  return (
    <span
      class="num"
      title={value === undefined ? "not known" : `${number(value)}${unit === undefined ? "" : ` ${unit}`}`}
    >
      {compact(value)}
    </span>
  );
}

export function Bytes({ value }: { value: number }) {
  return (
    <span class="num" title={`${number(value)} bytes`}>
      {bytes(value)}
    </span>
  );
}

/** A point in time: local, in UTC on hover. */
export function Time({ at }: { at: string | number | undefined }) {
  return at === undefined ? (
    <span>{UNKNOWN}</span>
  ) : (
    <time class="num" dateTime={new Date(at).toISOString()} title={utc(at)}>
      {time(at)}
    </time>
  );
}

/** How long ago something was, or how long until it is; it counts by itself. */
export function Age({ at, until }: { at: string | number | undefined; until?: boolean }) {
  const now = useNow();
  if (at === undefined) {
    return <span class="num">{UNKNOWN}</span>;
  }
  const seconds = (now - new Date(at).getTime()) / 1000;
  return (
    <time class="num" dateTime={new Date(at).toISOString()} title={utc(at)}>
      {until === true ? (seconds < 0 ? `in ${duration(-seconds)}` : "now") : `${duration(seconds)} ago`}
    </time>
  );
}
