// A Sluice that is made up, for states that a real one has rarely. It answers in the shapes of the API, by their types.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Problem } from "web/api/types";
import { type Answer, answers } from "./answers";
import { Broadcast } from "./broadcast";
import type { Scene } from "./scene";
import { World } from "./world";

/** Takes what is not the API's: the page itself. */
export type PageHandler = (request: IncomingMessage, response: ServerResponse) => void;

export class FakeSluice {
  readonly world: World;
  readonly #server: Server;
  readonly #broadcast: Broadcast;
  #isCut = false;
  #hasEnded = false;

  constructor(scene: Scene, page: PageHandler) {
    this.world = new World(scene);
    this.#broadcast = new Broadcast(this.world);
    this.#server = createServer((request, response) => this.#answer(request, response, page));
  }

  /** @returns its address, which ends without a slash */
  async start(port = 0): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(port, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#broadcast.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Nobody reaches the API any more; the page that is open stays. */
  cut(): void {
    this.#isCut = true;
    this.#broadcast.drop();
  }

  restore(): void {
    this.#isCut = false;
  }

  /** Nobody is known any more; streams end with their session. */
  endSession(): void {
    this.#hasEnded = true;
    this.#broadcast.drop();
  }

  /** Tells what a test has changed in the world. */
  tellState(name: string): void {
    this.#broadcast.state(name);
  }

  #answer(request: IncomingMessage, response: ServerResponse, page: PageHandler): void {
    const url = new URL(request.url ?? "/", "http://fake");
    if (!/^\/(api|actuator|v3)\//.test(url.pathname)) {
      page(request, response);
    } else if (this.#isCut) {
      request.socket.destroy();
    } else if (this.#hasEnded && url.pathname !== "/api/v1/session") {
      request.resume();
      this.#send(response, [401, notLoggedIn(url)]);
    } else if (url.pathname === "/api/v1/events") {
      this.#broadcast.open(url.searchParams.getAll("pipeline"), response);
    } else if (url.pathname.endsWith("/tail")) {
      this.#broadcast.tail(url.pathname.split("/")[4] ?? "", response);
    } else {
      this.#answerJson(request, url, response);
    }
  }

  #answerJson(request: IncomingMessage, url: URL, response: ServerResponse): void {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      const text = Buffer.concat(pieces).toString("utf8");
      const answer = answers(this.world, request.method ?? "GET", url, text === "" ? undefined : JSON.parse(text));
      this.#send(response, answer ?? [404, notFound(url)]);
    });
  }

  #send(response: ServerResponse, [status, body]: Answer): void {
    const type = status < 400 ? "application/json" : "application/problem+json";
    response.writeHead(status, { "content-type": type, "cache-control": "no-store" });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  }
}

function notLoggedIn(url: URL): Problem {
  return {
    type: "/problems/not-logged-in",
    title: "The request does not say who sends it",
    status: 401,
    detail: "Log in, or send a token.",
    instance: url.pathname,
  };
}

function notFound(url: URL): Problem {
  return {
    type: "/problems/not-found",
    title: "There is nothing at this address",
    status: 404,
    detail: `There is nothing at ${url.pathname}. The fake server does not know it, or it is gone.`,
    instance: url.pathname,
  };
}
