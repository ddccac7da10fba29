/** How numbers and times are written: by the reader's own language, with every digit of the same width. */
const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat(undefined, { notation: "compact", maximumSignificantDigits: 3 });
const small = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 2 });
const middle = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const share = new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 1 });
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, {
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

const year = new Intl.DateTimeFormat(undefined, {
  year: "numeric",
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});

const tick = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const tickDay = new Intl.DateTimeFormat(undefined, { month: "short", day: "numeric" });

/** Shown where a thing is not known. */
export const UNKNOWN = "–";

export const number = (value: number | undefined): string => (value === undefined ? UNKNOWN : whole.format(value));

export const compact = (value: number | undefined): string =>
  value === undefined ? UNKNOWN : value < 10_000 ? whole.format(value) : short.format(value);

/** Records a second: 0, 0.03, 5.1, 820, 12.3K. */
export function rate(value: number | undefined): string {
  if (value === undefined) {
    return UNKNOWN;
  }
  return (value < 1 ? small : value < 100 ? middle : value < 10_000 ? whole : short).format(value);
}

export const percent = (part: number, of: number): string => (of === 0 ? UNKNOWN : share.format(part / of));

const SIZES = ["B", "KiB", "MiB", "GiB", "TiB"];

export function bytes(value: number): string {
  const step = value < 1 ? 0 : Math.min(SIZES.length - 1, Math.floor(Math.log2(value) / 10));
  return `${middle.format(value / 1024 ** step)} ${SIZES[step] ?? "B"}`;
}

/** Seconds in at most two units: 0 s, 47 s, 3 min 5 s, 2 h, 5 d 3 h. */
export function duration(seconds: number | undefined): string {
  if (seconds === undefined) {
    return UNKNOWN;
  }
  const all = Math.max(0, Math.round(seconds));
  const units: [string, number][] = [
    ["d", 86_400],
    ["h", 3600],
    ["min", 60],
    ["s", 1],
  ];
  const first = units.findIndex(([, size]) => all >= size);
  if (first < 0) {
    return "0 s";
  }
  let rest = all;
  return units
    .slice(first, first + 2)
    .map(([unit, size]) => {
      const count = Math.floor(rest / size);
      rest -= count * size;
      return count === 0 ? "" : `${whole.format(count)} ${unit}`;
    })
    .filter((text) => text !== "")
    .join(" ");
}

/** Rounded to what one wants to know beforehand: "about 3 min". */
export function about(seconds: number): string {
  const unit = seconds < 90 ? ([1, "s"] as const) : seconds < 5400 ? ([60, "min"] as const) : ([3600, "h"] as const);
  return seconds > 172_800
    ? `about ${whole.format(seconds / 86_400)} days`
    : `about ${whole.format(seconds / unit[0])} ${unit[1]}`;
}

export const millis = (value: number): string =>
  value < 1000 ? `${whole.format(value)} ms` : `${middle.format(value / 1000)} s`;

/** A time of the reader's own zone; without the day if it is today, with the year if it is another one. */
export function time(iso: string | number, now = Date.now()): string {
  const at = new Date(iso);
  const today = new Date(now);
  const form = at.toDateString() === today.toDateString() ? clock : day;
  return (at.getFullYear() === today.getFullYear() ? form : year).format(at);
}

export const utc = (iso: string | number): string =>
  `${new Date(iso).toISOString().replace("T", " ").replace("Z", "")} UTC`;

/** Short enough to stand below an axis that spans so many seconds. */
export const axisTime = (at: number, span: number): string => (span > 172_800 ? tickDay : tick).format(at);
