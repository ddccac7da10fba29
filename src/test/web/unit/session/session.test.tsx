import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ask } from "web/api/client";
import { useUnsent } from "web/route/leave";
import { Needs } from "web/session/needs";
import { covers, learn, logout, watchSession } from "web/session/session";
import { Visitor } from "web/session/visitor";
import { Banner } from "web/shell/banner";

let page: HTMLElement;
let answer: { status: number; body: string };
let asked: ReturnType<typeof vi.fn>;

beforeEach(() => {
  page = document.body.appendChild(document.createElement("div"));
  asked = vi.fn(async () => new Response(answer.status === 204 ? null : answer.body, { status: answer.status }));
  vi.stubGlobal("fetch", asked);
});

afterEach(() => {
  act(() => render(null, page));
  page.remove();
  // biome-ignore lint/suspicious/noDocumentCookie: what the server sets.
  document.cookie = "XSRF-TOKEN=; max-age=0";
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

async function draw(session: object): Promise<void> {
  answer = { status: 200, body: JSON.stringify(session) };
  await act(learn);
  act(() =>
    render(
      <>
        <Visitor />
        <Needs of="operator">
          <button type="button" id="stop">
            Stop
          </button>
        </Needs>
      </>,
      page,
    ),
  );
}

const stop = () => page.querySelector("#stop") as HTMLButtonElement;

test("where nobody has to log in nobody is shown, and everything can be used", async () => {
  await draw({ security: "open" });
  expect(page.textContent).toBe("Stop");
  expect(stop().matches(":disabled")).toBe(false);
  expect(page.querySelector("fieldset")).toBeNull();
});

test("who is logged in is shown, and what the role may not do says which role may", async () => {
  await draw({ security: "locked", user: "lisa", role: "viewer" });
  expect(page.textContent).toContain("lisa");
  expect(stop().closest("fieldset")?.disabled).toBe(true);
  expect(stop().closest("fieldset")?.title).toContain("operator");
  await draw({ security: "locked", user: "lisa", role: "admin" });
  expect(stop().closest("fieldset")).toBeNull();
});

test("each role may do what those before it may", () => {
  expect(covers({ security: "locked", role: "operator" }, "viewer")).toBe(true);
  expect(covers({ security: "locked", role: "operator" }, "admin")).toBe(false);
});

test("an order repeats the cookie that proves it, and a question does not", async () => {
  // biome-ignore lint/suspicious/noDocumentCookie: what the server sets.
  document.cookie = "XSRF-TOKEN=a-b";
  answer = { status: 204, body: "" };
  await ask("/x", { method: "POST" });
  await ask("/x");
  const headers = asked.mock.calls.map(([, sent]) => (sent as RequestInit).headers as Record<string, string>);
  expect(headers.map((each) => each["X-XSRF-TOKEN"])).toEqual(["a-b", undefined]);
});

const NOBODY = {
  type: "/problems/not-logged-in",
  title: "The request does not say who sends it",
  status: 401,
  detail: "Log in.",
  instance: "/x",
};

/** A page in which something may be written, at whose first request from now on nobody is known. */
async function ends(isWritten: boolean) {
  const assign = vi.spyOn(location, "assign").mockImplementation(() => undefined);
  history.replaceState(null, "", "/pipelines/a?b=c");
  const Written = () => {
    useUnsent(isWritten);
    return <Banner />;
  };
  await act(() => render(<Written />, page));
  const unwatch = watchSession();
  answer = { status: 401, body: JSON.stringify(NOBODY) };
  for (let time = 0; time < 2; time++) {
    await act(async () => void (await ask("/x").catch(() => undefined)));
  }
  return { assign, unwatch };
}

test("who is not known any more is led to the login, and back to this page", async () => {
  const { assign, unwatch } = await ends(false);
  expect(assign.mock.calls).toEqual([["/login?ended&to=%2Fpipelines%2Fa%3Fb%3Dc"]]);
  expect(page.textContent).toContain("Your session has ended.");
  unwatch();
});

test("who has written something stays, is told, and goes on after a login in another tab", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  const { assign, unwatch } = await ends(true);
  expect(assign).not.toHaveBeenCalled();
  expect(page.querySelector("[role=alert]")?.textContent).toContain("Your session has ended.");
  expect(page.querySelector("a")?.getAttribute("href")).toBe("/login?ended&to=%2Fpipelines%2Fa%3Fb%3Dc");
  answer = { status: 200, body: JSON.stringify({ security: "locked" }) };
  await act(async () => void (await vi.advanceTimersByTimeAsync(2_000)));
  expect(page.querySelector("[role=alert]")).not.toBeNull();
  answer = { status: 200, body: JSON.stringify({ security: "locked", user: "lisa", role: "viewer" }) };
  await act(async () => void (await vi.advanceTimersByTimeAsync(2_000)));
  expect(page.querySelector("[role=alert]")).toBeNull();
  vi.useRealTimers();
  unwatch();
});

test("a logout leads to the login, or to the provider that vouched, which has a session of its own", async () => {
  const assign = vi.spyOn(location, "assign").mockImplementation(() => undefined);
  answer = { status: 204, body: "" };
  await logout();
  answer = { status: 200, body: JSON.stringify({ next: "https://login.example.com/logout" }) };
  await logout();
  expect(assign.mock.calls).toEqual([["/login"], ["https://login.example.com/logout"]]);
});
