import { parsed } from "./digits";
import type { Problem } from "./schemas";

/** Where the server has its root: it says so in the page, with a proxy's prefix. It ends with a slash. */
export const ROOT = document.documentElement.dataset.root ?? "/";
const API = `${ROOT}api/v1`;

/** The API's own document, beside the API. */
export const OPENAPI = "/../../v3/api-docs";

/** The API's address as it has to be given to a program elsewhere, such as curl. */
export const API_ADDRESS = `${location.origin}${API}`;

const PATIENCE = 20_000;

/** What the server refused, in its own words, or that it did not answer (status 0). */
export class Refusal extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

export interface Answer<T> {
  data: T;
  status: number;
  etag: string | null;
  location: string | null;
}

export interface Question {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Left out where undefined; a list is a parameter that is repeated. */
  query?: Record<string, string | number | boolean | string[] | undefined>;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, in place of a body. */
  sent?: { type: string; text: string };
  /** Answers the text, for whoever needs it to the letter. */
  raw?: boolean;
  ifMatch?: string;
  signal?: AbortSignal;
  /** Milliseconds until the answer is given up. */
  patience?: number;
}

/** A path of the API with its variable parts made safe: path`/pipelines/${name}/status`. */
export function path(fixed: TemplateStringsArray, ...parts: (string | number)[]): string {
  return fixed.reduce((all, text, at) => `${all}${encodeURIComponent(parts[at - 1] ?? "")}${text}`);
}

export function address(apiPath: string, query: Question["query"] = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== undefined && each !== "") {
        parameters.append(name, String(each));
      }
    }
  }
  const text = parameters.toString();
  return `${API}${apiPath}${text === "" ? "" : `?${text}`}`;
}

/** The one way to ask the server. @throws Refusal whatever goes wrong, unless the caller's own signal ended it */
export async function ask<T>(apiPath: string, question: Question = {}): Promise<Answer<T>> {
  const { method = "GET", query, ifMatch, signal, patience = PATIENCE, raw = false } = question;
  const body = bodyOf(question);
  const headers: Record<string, string> = { Accept: "application/json, application/problem+json" };
  if (body !== undefined) {
    headers["Content-Type"] = body.type;
  }
  if (ifMatch !== undefined) {
    headers["If-Match"] = ifMatch;
  }
  const proof = cookie("XSRF-TOKEN");
  if (method !== "GET" && proof !== undefined) {
    headers["X-XSRF-TOKEN"] = proof;
  }
  const ends = AbortSignal.timeout(patience);
  try {
    const response = await fetch(address(apiPath, query), {
      method,
      headers,
      body: body?.text ?? null,
      signal: signal === undefined ? ends : AbortSignal.any([signal, ends]),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Refusal(problemOf(response, text, apiPath));
    }
    return {
      data: (raw ? text : text === "" ? undefined : parsed(text)) as T,
      status: response.status,
      etag: response.headers.get("ETag"),
      location: response.headers.get("Location"),
    };
  } catch (thrown) {
    if (thrown instanceof Refusal || signal?.aborted === true) {
      throw thrown;
    }
    throw new Refusal(silence(apiPath, ends.aborted ? patience : undefined));
  }
}

/** The answer's body alone. */
export async function get<T>(apiPath: string, question: Question = {}): Promise<T> {
  return (await ask<T>(apiPath, question)).data;
}

/** Why a stream is refused, which an EventSource does not tell; undefined if it is not. */
export async function refusalOf(apiPath: string, query?: Question["query"]): Promise<Problem | undefined> {
  const stop = new AbortController();
  try {
    const headers = { Accept: "text/event-stream, application/problem+json" };
    const response = await fetch(address(apiPath, query), { headers, signal: stop.signal });
    return response.ok ? undefined : problemOf(response, await response.text(), apiPath);
  } catch {
    return undefined;
  } finally {
    stop.abort();
  }
}

/** Whatever was thrown, as a problem that can be shown. */
export function problemIn(thrown: unknown): Problem {
  return thrown instanceof Refusal
    ? thrown.problem
    : { type: "about:blank", title: "The page failed", status: 0, detail: String(thrown), instance: "" };
}

/** Of a locked Sluice: what only one of its own pages can read, and so proves that it sends an order. */
function cookie(name: string): string | undefined {
  const pair = document.cookie.split("; ").find((each) => each.startsWith(`${name}=`));
  return pair === undefined ? undefined : decodeURIComponent(pair.slice(name.length + 1));
}

function bodyOf({ body, sent }: Question): Question["sent"] {
  return body === undefined ? sent : { type: "application/json", text: JSON.stringify(body) };
}

/** What is dispatched when the server does not know any more who asks. */
export const SESSION_ENDED = "sluice:session-ended";

function problemOf(response: Response, text: string, instance: string): Problem {
  try {
    const problem = JSON.parse(text) as Problem;
    if (typeof problem.title === "string") {
      if (problem.type === "/problems/not-logged-in") {
        dispatchEvent(new Event(SESSION_ENDED));
      }
      return problem;
    }
  } catch {
    // What follows says it: a proxy's answer, most likely.
  }
  return {
    type: "about:blank",
    title: `${response.status} ${response.statusText}`.trim(),
    status: response.status,
    detail: "The answer is not one of Sluice's; a proxy in between may have given it.",
    instance,
  };
}

function silence(instance: string, waited: number | undefined): Problem {
  return {
    type: "about:blank",
    title: "Sluice does not answer",
    status: 0,
    detail:
      waited === undefined
        ? "It cannot be reached. Is it running, and is the network there?"
        : `There was no answer within ${Math.round(waited / 1000)} seconds. It may have been done all the same: look before you try again.`,
    instance,
  };
}
