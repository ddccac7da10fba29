import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rename, rm } from "node:fs/promises";
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
  readonly #options: readonly string[];
  #process: ChildProcess | undefined;

  private constructor(directory: string, ports: readonly number[], options: readonly string[]) {
    this.#directory = directory;
    this.#ports = ports;
    this.#options = options;
    this.url = `http://127.0.0.1:${ports[0]}`;
  }

  static async begin(options: readonly string[] = ["--sluice.demo.enabled=false"]): Promise<RealSluice> {
    const directory = await mkdtemp(join(tmpdir(), "sluice-browser-"));
    const sluice = new RealSluice(directory, await freePorts(4), options);
    await sluice.start();
    return sluice;
  }

  /** Its process; undefined while it is stopped. */
  get pid(): number | undefined {
    return this.#process?.pid;
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
        // The copy that a first start makes is for those that follow; few do here.
        "--sluice.unpack=false",
        // Else it is told up to five seconds late that a service is gone.
        "--sluice.platform.interval=1s",
        ...this.#options,
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

  /** Shuts Postgres down. Sluice would start it again at once: its program is taken away until {@link startPostgres}. */
  async stopPostgres(): Promise<void> {
    await rename(await this.#postgres(), `${await this.#postgres()}.away`);
    const lock = await readFile(join(this.#directory, "data/postgres/data/postmaster.pid"), "utf8");
    process.kill(Number(lock.split("\n")[0]), "SIGINT");
  }

  /** Gives it back: Sluice starts it. */
  async startPostgres(): Promise<void> {
    await rename(`${await this.#postgres()}.away`, await this.#postgres());
  }

  async #postgres(): Promise<string> {
    const home = join(this.#directory, "data/postgres");
    const program = (await readdir(home)).find((name) => name.startsWith("program-"));
    return join(home, program ?? "", "bin/postgres");
  }

  async end(): Promise<void> {
    await this.stop();
    await rm(this.#directory, { recursive: true, force: true });
  }

  /** Sends JSON, or a text as one record on each line, and expects success. */
  async send(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { "content-type": typeof body === "string" ? "application/x-ndjson" : "application/json" },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
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
