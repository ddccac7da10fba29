// One made-up pipeline, and what becomes of it.
import type {
  Batch,
  Counters,
  DeadLetter,
  PipelineDefinition,
  PipelineState,
  PipelineStatus,
  PipelineSummary,
} from "web/api/types";
import type { Chance } from "./chance";
import { MARKUP, type Scene } from "./scene";

/** A pipeline, and what becomes of it. */
export class Flow {
  readonly name: string;
  #state: PipelineState;
  definition: PipelineDefinition;
  letters: DeadLetter[];
  /** How many letters the last replay took. */
  replayed = 0;
  /** Whether somebody has reconciled it. */
  isProved = false;
  readonly #scene: Scene;
  readonly #chance: Chance;
  #since: string;
  #batchId = 1200;
  #consumed: number;
  #filtered: number;
  #rejected = 0;
  #lag: number;
  #rate: number;

  constructor(name: string, state: PipelineState, scene: Scene, chance: Chance, began: number) {
    this.name = name;
    this.#state = state;
    this.#scene = scene;
    this.#chance = chance;
    this.#since = new Date(began - 1000 * (60 + chance.whole(7200))).toISOString();
    this.#rate = scene === "idle" ? 0 : 20 + chance.whole(4000);
    this.#consumed = this.#rate * 3600;
    this.#filtered = Math.floor(this.#consumed / 7);
    this.#lag = scene === "troubled" && name === "shipments" ? 1_250_000 : 0;
    this.definition = definition(name, scene);
    this.letters = letters(name, scene, chance, began);
    this.#rejected = this.letters.length;
  }

  get state(): PipelineState {
    return this.#state;
  }

  set state(next: PipelineState) {
    this.#state = next;
    this.#since = new Date().toISOString();
  }

  get isRunning(): boolean {
    return this.state === "RUNNING";
  }

  /** The newest micro-batches: as many as there are. */
  newest(): Batch[] {
    return this.#scene === "idle" ? [] : [this.tick()];
  }

  /** A second goes by. */
  tick(): Batch {
    const rows = Math.max(1, Math.round(this.#rate * (0.8 + 0.4 * this.#chance.next())));
    this.#consumed += rows;
    this.#filtered += Math.floor(rows / 7);
    this.#lag = Math.max(0, this.#lag - this.#chance.whole(900));
    this.#batchId++;
    return {
      runId: RUN,
      batchId: this.#batchId,
      timestamp: new Date().toISOString(),
      rows,
      inputRowsPerSecond: rows,
      processedRowsPerSecond: rows * 3,
      durationMs: {
        latestOffset: 4,
        getBatch: 1,
        addBatch: 60 + this.#chance.whole(80),
        walCommit: 8,
        commitOffsets: 7,
        triggerExecution: 160,
      },
      lag: this.#lag,
      counters: this.#counters(rows, Math.floor(rows / 7), 0),
    };
  }

  #counters(consumed: number, filtered: number, rejected: number): Counters {
    const stored = consumed - filtered - rejected;
    return {
      consumed,
      filtered,
      rejected,
      sinks: [
        { sink: "postgres", stored, rejected: 0, rows: stored },
        { sink: "mongo", stored, rejected: 0, rows: stored },
      ],
    };
  }

  summary(): PipelineSummary {
    const behind = this.#lag > 0 ? Math.ceil(this.#lag / this.#rate) : 0;
    return {
      name: this.name,
      state: this.state,
      rowsPerSecond: this.isRunning ? this.#rate : 0,
      rates: this.isRunning
        ? { in: this.#rate, stored: Math.round((this.#rate * 6) / 7), rejected: this.letters.length > 0 ? 0.2 : 0 }
        : { in: 0, stored: 0, rejected: 0 },
      lag: this.#lag,
      lagSeconds: behind,
      lagTrend: behind > 0 ? "FALLING" : "STEADY",
      ...(behind > 0 ? { caughtUpInSeconds: behind * 2 } : {}),
      counters: this.#counters(this.#consumed, this.#filtered, this.#rejected),
      rejectedLastHour: this.letters.length,
      ...(this.isRunning ? { lastBatchAt: new Date().toISOString() } : {}),
      ...(this.state === "RETRYING" ? { nextRetryAt: new Date(Date.now() + 12_000).toISOString() } : {}),
      ...this.#error(),
    };
  }

  #error(): Pick<PipelineSummary, "lastError"> {
    if (this.state !== "RETRYING" && this.state !== "FAILED") {
      return {};
    }
    return {
      lastError: {
        type: this.state === "RETRYING" ? "FlowWriteException" : "IncompatibleTargetException",
        message:
          this.#scene === "hostile"
            ? MARKUP
            : this.state === "RETRYING"
              ? "A store does not answer: connection to 127.0.0.1 refused."
              : 'The column "size" of the table "payments" is integer, and the transform yields text.',
        at: new Date(Date.now() - 20_000).toISOString(),
      },
    };
  }

  status(): PipelineStatus {
    const { name: _, rowsPerSecond: __, lag: ___, lastBatchAt: ____, state, ...figures } = this.summary();
    return {
      state,
      desiredState: ["STOPPED", "STOPPING", "COMPLETED"].includes(state) ? "STOPPED" : "RUNNING",
      since: this.#since,
      attempt: state === "RETRYING" ? 4 : 0,
      queryId: RUN,
      runId: RUN,
      batchId: this.#batchId,
      partitions: [0, 1, 2].map((partition) => ({
        topic: this.name,
        partition,
        processedOffset: Math.floor(this.#consumed / 3),
        endOffset: Math.floor((this.#consumed + this.#lag) / 3),
        lag: Math.floor(this.#lag / 3),
      })),
      ...figures,
    };
  }
}

const RUN = "b3f1c7ce-2f4e-4b6f-9a51-0c6f6f1f7e22";

function definition(name: string, scene: Scene): PipelineDefinition {
  return {
    name,
    description: scene === "hostile" ? MARKUP : `The ${name}, from the topic into both stores`,
    source: {
      topics: [name],
      format: "json",
      schema: "id BIGINT NOT NULL, kind STRING, amount DECIMAL(12,2), at TIMESTAMP",
      startingOffsets: "earliest",
      maxOffsetsPerTrigger: 200000,
      unknownFields: "ignore",
    },
    transform: "SELECT id, upper(kind) AS kind, amount, at FROM source WHERE amount > 0",
    sinks: [
      { type: "postgres", table: name, mode: "append" },
      { type: "mongo", collection: name, mode: "append" },
    ],
    trigger: { mode: "processingTime", interval: "PT0S" },
    autoStart: true,
  };
}

function letters(name: string, scene: Scene, chance: Chance, began: number): DeadLetter[] {
  const many =
    scene === "troubled"
      ? 340
      : scene === "hostile"
        ? 8
        : ["well", "locked"].includes(scene) && name === "orders"
          ? 27
          : 0;
  return Array.from({ length: many }, (_, number) => {
    const at = new Date(
      began - number * (scene === "troubled" ? 210_000 : 900_000) - chance.whole(60_000),
    ).toISOString();
    const kind = chance.whole(4);
    const text = scene === "hostile" ? MARKUP : "twelve";
    const [stage, reason, payload] = (
      [
        [
          "decode",
          `field "amount": "${text}" is not a DECIMAL(12,2)`,
          `{"id":${number},"kind":"book","amount":"${text}"}`,
        ],
        ["decode", "the value is not a JSON object", `id=${number};kind=${text}`],
        [
          "transform",
          "a value does not fit: [DIVIDE_BY_ZERO] Division by zero",
          `{"id":${number},"kind":"book","amount":0}`,
        ],
        [
          "postgres",
          "value too long for type character varying(8)",
          `{"id":${number},"kind":"${text} and more of it","amount":3}`,
        ],
      ] as const
    )[kind] ?? ["decode", "", ""];
    const isBinary = number % 9 === 4;
    return {
      topic: name,
      partition: number % 3,
      offset: 1000 + 3 * number,
      timestamp: at,
      timestampMillis: null,
      stage,
      reason: isBinary ? "the value is not valid UTF-8" : reason,
      key: scene === "hostile" ? MARKUP : `k-${number}`,
      keyEncoding: "utf8",
      payload: isBinary ? "AAECA//+SGVsbG8gd29ybGQh" : payload,
      encoding: isBinary ? "base64" : "utf8",
      headers:
        scene === "hostile"
          ? [{ name: MARKUP, value: MARKUP, encoding: "utf8" }]
          : [{ name: "source", value: "shop", encoding: "utf8" }],
      rejectedAt: at,
    } satisfies DeadLetter;
  });
}
