// Events of the world, as server-sent events.
import type { ServerResponse } from "node:http";
import type {
  CountersEvent,
  DefinitionEvent,
  PlatformEvent,
  PreviewedRecord,
  ProgressEvent,
  RejectedEvent,
  SnapshotEvent,
  StateEvent,
  TailRate,
} from "web/api/types";
import { MARKUP } from "./scene";
import type { World } from "./world";

/** What each event of the API has. */
export interface Events {
  snapshot: SnapshotEvent;
  state: StateEvent;
  progress: ProgressEvent;
  counters: CountersEvent;
  rejected: RejectedEvent;
  definition: DefinitionEvent;
  platform: PlatformEvent;
}

export class Broadcast {
  readonly #world: World;
  readonly #readers = new Map<ServerResponse, string[]>();
  readonly #tails = new Map<ServerResponse, string>();
  readonly #clock: NodeJS.Timeout;
  #id = 0;

  constructor(world: World) {
    this.#world = world;
    this.#clock = setInterval(() => this.#tick(), 1000);
  }

  open(only: string[], response: ServerResponse): void {
    begin(response);
    this.#readers.set(response, only);
    response.on("close", () => this.#readers.delete(response));
    const pipelines = this.#world.pipelines
      .filter((flow) => only.length === 0 || only.includes(flow.name))
      .map((flow) => flow.summary());
    response.write(this.#text("snapshot", { heartbeatSeconds: 15, platform: this.#world.platform(), pipelines }));
  }

  tail(name: string, response: ServerResponse): void {
    begin(response);
    this.#tails.set(response, name);
    response.on("close", () => this.#tails.delete(response));
  }

  state(name: string): void {
    const flow = this.#world.pipeline(name);
    if (flow !== undefined) {
      this.#send("state", { pipeline: name, at: now(), status: flow.status() });
    }
  }

  /** Breaks every connection off. */
  drop(): void {
    for (const response of [...this.#readers.keys(), ...this.#tails.keys()]) {
      response.destroy();
    }
  }

  close(): void {
    clearInterval(this.#clock);
    this.drop();
  }

  #tick(): void {
    for (const flow of this.#world.pipelines) {
      if (flow.isRunning && this.#world.scene !== "idle") {
        const batch = flow.tick();
        this.#send("progress", { pipeline: flow.name, at: now(), batch, summary: flow.summary() });
      }
    }
    const many = this.#world.scene === "idle" ? 0 : 12;
    for (const [response, name] of this.#tails) {
      for (let number = 0; number < many; number++) {
        response.write(event("record", passing(name, number, this.#world.scene === "hostile")));
      }
      response.write(event("rate", { shown: many, seen: 153 * many } satisfies TailRate));
    }
  }

  #send<K extends keyof Events>(kind: K, data: Events[K] & { pipeline?: string }): void {
    const text = this.#text(kind, data);
    for (const [response, only] of this.#readers) {
      if (only.length === 0 || data.pipeline === undefined || only.includes(data.pipeline)) {
        response.write(text);
      }
    }
  }

  #text<K extends keyof Events>(kind: K, data: Events[K]): string {
    this.#id++;
    return `id: fake-${this.#id}\n${event(kind, data)}`;
  }
}

let offset = 50_000;

function passing(topic: string, number: number, isHostile: boolean): PreviewedRecord {
  offset++;
  const kind = isHostile ? MARKUP : "book";
  const decoded = { id: offset, kind, amount: 12.5, at: now() };
  const common = { topic, partition: number % 3, offset, timestamp: now(), key: kind, keyEncoding: "utf8" } as const;
  if (number % 5 === 3) {
    const payload = `{"id":${offset},"kind":"${kind}","amount":"twelve"}`;
    const reason = 'field "amount": "twelve" is not a DECIMAL(12,2)';
    return {
      ...common,
      payload,
      encoding: "utf8",
      decoded: { ...decoded, amount: null },
      outcome: "rejected",
      rows: [],
      stage: "decode",
      reason,
      field: "amount",
    };
  }
  const payload = JSON.stringify(decoded);
  return number % 5 === 4
    ? { ...common, payload, encoding: "utf8", decoded, outcome: "filtered", rows: [] }
    : {
        ...common,
        payload,
        encoding: "utf8",
        decoded,
        outcome: "stored",
        rows: [{ ...decoded, kind: kind.toUpperCase() }],
      };
}

function begin(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  response.flushHeaders();
}

function event(kind: string, data: unknown): string {
  return `event: ${kind}\ndata: ${JSON.stringify(data)}\n\n`;
}

function now(): string {
  return new Date().toISOString();
}
