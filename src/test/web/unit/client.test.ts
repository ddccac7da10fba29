import { afterEach, expect, test, vi } from "vitest";
import { address, ask, path, problemIn, Refusal } from "web/api/client";
import { Digits } from "web/api/digits";

afterEach(() => vi.unstubAllGlobals());

const answering = (status: number, body: string, headers: Record<string, string> = {}) => {
  const asked = vi.fn(async () => new Response(status === 204 ? null : body, { status, headers }));
  vi.stubGlobal("fetch", asked);
  return asked;
};

test("variable parts of a path cannot leave it", () => {
  expect(path`/pipelines/${"../../x?y#z"}/status`).toBe("/pipelines/..%2F..%2Fx%3Fy%23z/status");
});

test("parameters that are not given are not sent, and lists are repeated", () => {
  expect(address("/x", { a: undefined, b: "", c: ["1", "2"], d: false })).toBe("/api/v1/x?c=1&c=2&d=false");
});

test("an answer comes with its tag, and a tag goes with an order", async () => {
  const asked = answering(200, '{"a":1}', { ETag: '"7"' });
  expect(await ask("/x", { method: "PUT", body: { b: 2 }, ifMatch: '"6"' })).toMatchObject({
    data: { a: 1 },
    etag: '"7"',
  });
  expect(asked).toHaveBeenCalledWith("/api/v1/x", expect.objectContaining({ method: "PUT", body: '{"b":2}' }));
  const [, sent] = asked.mock.calls[0] as unknown as [string, RequestInit];
  expect(sent.headers).toMatchObject({ "If-Match": '"6"', "Content-Type": "application/json" });
});

test("an answer may be empty", async () => {
  answering(204, "");
  expect((await ask("/x", { method: "DELETE" })).data).toBeUndefined();
});

test("a problem document is thrown as it is", async () => {
  const problem = {
    type: "/problems/name-taken",
    title: "Taken",
    status: 409,
    detail: "Choose another.",
    instance: "/x",
  };
  answering(409, JSON.stringify(problem));
  const thrown = await ask("/x").catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(Refusal);
  expect(problemIn(thrown)).toEqual(problem);
});

test("what a proxy says in HTML is a problem, too", async () => {
  answering(502, "<h1>Bad Gateway</h1>");
  expect(problemIn(await ask("/x").catch((error: unknown) => error))).toMatchObject({
    status: 502,
    type: "about:blank",
  });
});

test("no answer is a problem without a status", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("failed")));
  expect(problemIn(await ask("/x").catch((error: unknown) => error))).toMatchObject({
    status: 0,
    title: "Sluice does not answer",
  });
});

test("who gives up hears of no problem", async () => {
  const stop = new AbortController();
  vi.stubGlobal("fetch", () => {
    stop.abort();
    return Promise.reject(new DOMException("aborted", "AbortError"));
  });
  const thrown = await ask("/x", { signal: stop.signal }).catch((error: unknown) => error);
  expect(thrown instanceof Refusal).toBe(false);
});

test("a number with more digits than JavaScript keeps is its digits", async () => {
  const text =
    '{"id":9007199254740993,"at":"2026-01-31T08:00:00.000000001Z","x":[0.30000000000000004,-1.10,"\\"12345678901234567890"]}';
  answering(200, text);
  expect((await ask("/x")).data).toEqual({
    id: new Digits("9007199254740993"),
    at: "2026-01-31T08:00:00.000000001Z",
    x: [0.30000000000000004, -1.1, '"12345678901234567890'],
  });
});
