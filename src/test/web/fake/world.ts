// What a Sluice would know, made up: pipelines in the states of a scene, and what happens to them each second.
import type { PipelineState, PlatformNow, SessionView } from "web/api/types";
import { Accounts } from "./accounts";
import { Chance } from "./chance";
import { Flow } from "./flow";
import type { Scene } from "./scene";

const NAMES = [
  "orders",
  "payments",
  "shipments",
  "clicks",
  "stock",
  "returns",
  "customers",
  "prices",
  "sessions",
  "alerts",
  "carts",
  "invoices",
] as const;

export class World {
  readonly scene: Scene;
  readonly pipelines: Flow[];
  /** The service that is away where there is trouble. */
  away: "postgres" | "mongo" = "postgres";
  /** Who is logged in, where somebody has to be. */
  readonly session: SessionView;
  readonly accounts = new Accounts();
  /** When it was made: what lies before it is told from here back. */
  readonly began = Date.now();

  constructor(scene: Scene) {
    this.scene = scene;
    this.session = scene === "locked" ? { security: "locked", user: "lisa", role: "admin" } : { security: "open" };
    const many: Partial<Record<Scene, number>> = { empty: 0, idle: 1, standby: 0, full: 500 };
    this.pipelines = Array.from({ length: many[scene] ?? NAMES.length }, (_, number) => this.#flow(number));
    this.pipelines.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  pipeline(name: string): Flow | undefined {
    return this.pipelines.find((flow) => flow.name === name);
  }

  #flow(number: number): Flow {
    const word = NAMES[number % NAMES.length] ?? "orders";
    const name = number < NAMES.length ? word : `${word}_${String(number).padStart(3, "0")}`;
    return new Flow(name, this.#state(number), this.scene, new Chance(number + 1), this.began);
  }

  #state(number: number): PipelineState {
    const troubles: PipelineState[] = ["RETRYING", "FAILED", "RUNNING", "STOPPED", "RUNNING", "COMPLETED", "STOPPING"];
    // Markup in a reason is seen where something failed.
    const hostile: PipelineState[] = ["RUNNING", "RETRYING", "FAILED"];
    const states = { troubled: troubles, hostile };
    return (this.scene in states ? states[this.scene as keyof typeof states][number] : undefined) ?? "RUNNING";
  }

  platform(): PlatformNow {
    const up = { embedded: true, reachable: true, since: new Date(this.began - 3_600_000).toISOString() };
    const down = {
      embedded: false,
      reachable: false,
      since: new Date(this.began - 95_000).toISOString(),
      lastError: "Connection to 127.0.0.1 refused",
    };
    const well = (name: "postgres" | "mongo") => (this.scene === "troubled" && this.away === name ? down : up);
    return {
      security: this.session.security,
      sluice: { version: "0.1.0", commit: "0000000" },
      kafka: { bootstrapServers: "127.0.0.1:19092", ...up },
      postgres: { host: "127.0.0.1", port: 15432, database: "sluice", user: "sluice", ...well("postgres") },
      mongo: { address: "127.0.0.1:27117", ...well("mongo") },
      spark: { version: "3.5.7", master: "local[*]", ...up },
      owner:
        this.scene === "standby"
          ? {
              state: "STANDBY",
              detail: "Another instance runs the pipelines of this database; this one takes over when it ends.",
            }
          : { state: "OWNER" },
    };
  }
}
