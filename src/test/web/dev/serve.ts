// npm run dev [-- PORT]: the page as it is in src/main/web, made again whenever a file changes, before a Sluice that runs
// (SLUICE_URL, or http://127.0.0.1:8080).
import { request as ask, createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { pageHandler } from "./page";

const SLUICE = new URL(process.env.SLUICE_URL ?? "http://127.0.0.1:8080");
const PORT = Number(process.argv[2] ?? 18088);

const page = await pageHandler();

function proxy(incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { host: _, origin: __, ...headers } = incoming.headers;
  const forwarded = ask(
    { host: SLUICE.hostname, port: SLUICE.port, method: incoming.method, path: incoming.url, headers },
    (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    },
  );
  forwarded.on("error", () => outgoing.destroy());
  outgoing.on("close", () => forwarded.destroy());
  incoming.pipe(forwarded);
}

createServer((request, response) =>
  /^\/(api|v3|actuator|problems|swagger-ui)/.test(request.url ?? "/")
    ? proxy(request, response)
    : page(request, response),
).listen(PORT, "127.0.0.1", () => console.log(`http://127.0.0.1:${PORT} before ${SLUICE.href}`));
