import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const JAR = fileURLToPath(new URL("../../../../target/sluice.jar", import.meta.url));

/** What starts it: the jar, unless SLUICE_RUN names another program that takes the same options. */
const COMMAND = process.env.SLUICE_RUN?.split(" ") ?? ["java", "-Xmx1g", "-jar", JAR];

/** How long a start may take, in milliseconds: the embedded stack is unpacked at first. */
const PATIENCE = 120_000;

/** A Sluice out of the jar that the build made, with a data directory and ports of its own. */
export class RealSluice {
  readonly url: string;
  readonly #directory: string;
  readonly #ports: readonly number[];
  #process: ChildProcess | undefined;

  private constructor(directory: string, ports: readonly number[]) {
    this.#directory = directory;
    this.#ports = ports;
    this.url = `http://127.0.0.1:${ports[0]}`;
  }

  static async begin(): Promise<RealSluice> {
    const directory = await mkdtemp(join(tmpdir(), "sluice-browser-"));
    const sluice = new RealSluice(directory, await freePorts(4));
    await sluice.start();
    return sluice;
  }

  async start(): Promise<void> {
    const [http, postgres, kafka, mongo] = this.#ports;
    let said = "";
    const its = spawn(
      COMMAND[0] ?? "java",
      [
        ...COMMAND.slice(1),
        `--server.port=${http}`,
        `--sluice.embedded.postgres-port=${postgres}`,
        `--sluice.embedded.kafka-port=${kafka}`,
        `--sluice.embedded.mongo-port=${mongo}`,
        "--sluice.demo.enabled=false",
      ],
      { cwd: this.#directory, stdio: ["ignore", "pipe", "pipe"] },
    );
    this.#process = its;
    const hear = (piece: Buffer) => {
      said = (said + piece.toString()).slice(-20_000);
    };
    its.stdout.on("data", hear);
    its.stderr.on("data", hear);
    const until = Date.now() + PATIENCE;
    while (!(await this.#isReady())) {
      if (its.exitCode !== null || Date.now() > until) {
        throw new Error(`Sluice did not start:\n${said}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }

  /** Ends the process; what it stored stays. */
  async stop(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    const its = this.#process;
    if (its !== undefined && its.exitCode === null) {
      const ended = new Promise((resolve) => its.once("exit", resolve));
      its.kill(signal);
      await ended;
    }
    this.#process = undefined;
  }

  async end(): Promise<void> {
    await this.stop();
    await rm(this.#directory, { recursive: true, force: true });
  }

  /** Sends JSON and expects success. */
  async send(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) {
      throw new Error(`${method} ${path} is answered ${answer.status}: ${text}`);
    }
    return text === "" ? undefined : JSON.parse(text);
  }

  async #isReady(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/actuator/health/readiness`)).ok;
    } catch {
      return false;
    }
  }
}

async function freePorts(many: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: many },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve) => {
          const server = createServer().listen(0, "127.0.0.1", () => resolve(server));
        }),
    ),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
