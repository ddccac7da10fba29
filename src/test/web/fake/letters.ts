// What the made-up Sluice says of dead letters, and does with them.
import type {
  DeadLetter,
  DeadLetterCounts,
  DeadLetterGroup,
  DeadLetterPage,
  MatchedLetters,
  Replay,
  ReplayOrder,
  Trial,
} from "web/api/types";
import type { Answer } from "./answers";
import type { Flow } from "./flow";

export function matching(flow: Flow, query: URLSearchParams): DeadLetter[] {
  const of = (name: string) => query.get(name);
  return flow.letters.filter(
    (letter) =>
      (of("stage") === null || letter.stage === of("stage")) &&
      (of("reason") === null || isLike(letter.reason, of("reason") ?? "")) &&
      (of("topic") === null || letter.topic === of("topic")) &&
      (of("from") === null || Date.parse(letter.rejectedAt) >= Date.parse(of("from") ?? "")) &&
      (of("to") === null || Date.parse(letter.rejectedAt) < Date.parse(of("to") ?? "")) &&
      (of("q") === null || (letter.payload ?? "").includes(of("q") ?? "")),
  );
}

function isLike(text: string, pattern: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return parts.length === 1 ? text.includes(pattern) : new RegExp(`^${parts.join(".*")}$`, "s").test(text);
}

export function page(letters: DeadLetter[], query: URLSearchParams): DeadLetterPage {
  const size = Number(query.get("size") ?? 50);
  const begin = Number(query.get("after")?.replace("at-", "") ?? Number(query.get("page") ?? 0) * size) || 0;
  const end = begin + size;
  return {
    items: letters.slice(begin, end),
    page: Math.floor(begin / size),
    size,
    total: letters.length,
    ...(end < letters.length ? { next: `at-${end}` } : {}),
  };
}

export function counts(letters: DeadLetter[], by: string[]): DeadLetterCounts {
  const groups = new Map<string, DeadLetterGroup>();
  for (const letter of letters) {
    const reason = letter.reason.replace(/"twelve"|"<img.*?"(?= is)/, '"…"').replace(/\d+/g, "#");
    const hour = `${letter.rejectedAt.slice(0, 13)}:00:00Z`;
    const key = [
      by.includes("stage") && letter.stage,
      by.includes("reason") && reason,
      by.includes("hour") && hour,
    ].join();
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, {
        ...(by.includes("stage") ? { stage: letter.stage } : {}),
        ...(by.includes("reason") ? { reason, example: letter.reason } : {}),
        ...(by.includes("hour") ? { hour } : {}),
        letters: 1,
        newest: letter.rejectedAt,
      });
    } else {
      group.letters++;
    }
  }
  return { by, total: letters.length, groups: [...groups.values()].sort((a, b) => b.letters - a.letters) };
}

export function forget(flow: Flow, query: URLSearchParams): Answer {
  const found = matching(flow, query);
  if (query.get("dryRun") === "true") {
    return [200, { matched: found.length } satisfies MatchedLetters];
  }
  flow.letters = flow.letters.filter((letter) => !found.includes(letter));
  return [204];
}

function ordered(flow: Flow, order: ReplayOrder): DeadLetter[] {
  const positions =
    order.positions ?? (order.filter === undefined ? order.edits?.map((edit) => edit.position) : undefined);
  if (positions !== undefined) {
    return flow.letters.filter((letter) =>
      positions.some(
        (at) => at?.topic === letter.topic && at.partition === letter.partition && at.offset === letter.offset,
      ),
    );
  }
  const filter = new URLSearchParams(
    Object.entries(order.filter ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
  return matching(flow, filter);
}

export function trial(flow: Flow, order: ReplayOrder): Trial {
  const edits = order.edits ?? [];
  return {
    records: ordered(flow, order).map((letter) => {
      const payload = edits.find((edit) => edit.position.offset === letter.offset)?.payload ?? letter.payload;
      const { topic, partition, offset } = letter;
      const fits = !/twelve|img|;/.test(payload ?? "");
      return fits
        ? {
            topic,
            partition,
            offset,
            payload,
            encoding: "utf8",
            decoded: { id: 1, kind: "book", amount: 12 },
            rows: [{ id: 1, kind: "BOOK", amount: 12 }],
            outcome: "stored",
          }
        : {
            topic,
            partition,
            offset,
            payload,
            encoding: "utf8",
            decoded: { id: 1, kind: "book", amount: null },
            rows: [],
            outcome: "rejected",
            stage: "decode",
            reason: letter.reason,
            field: "amount",
          };
    }),
    output: [
      { name: "id", type: "BIGINT", nullable: false },
      { name: "kind", type: "STRING", nullable: true },
      { name: "amount", type: "DECIMAL(12,2)", nullable: true },
    ],
    errors: [],
  };
}

export function replay(flow: Flow, query: URLSearchParams, order: ReplayOrder): Answer {
  const found = ordered(flow, order);
  if (query.get("dryRun") === "true") {
    return [200, { matched: found.length } satisfies MatchedLetters];
  }
  flow.letters = flow.letters.filter((letter) => !found.includes(letter));
  flow.replayed = found.length;
  return [202, { ...done(found.length), state: "RUNNING" }];
}

export function done(matched: number): Replay {
  const at = new Date().toISOString();
  const id = "5b8e1c7a-3f0e-4d0e-9a1c-6f6f1f7e22b3";
  return {
    id,
    state: "DONE",
    matched,
    tried: matched,
    stored: matched,
    filtered: 0,
    rejected: 0,
    left: 0,
    startedAt: at,
    endedAt: at,
  };
}
