import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Create } from "web/create/create";

const PROPOSAL = {
  topic: "quotes",
  format: "json",
  schema: "quote STRING, size INT",
  records: 2,
  cut: false,
  undecodable: { count: 0, examples: [] },
  shapes: [],
  fields: [],
  notices: [],
};
const VALID = { valid: true, errors: [], output: [], notices: [], unchecked: [], tables: [] };
const HOSTILE = "<img src=x onerror=alert(1)>";

let sent: { path: string; body: unknown }[];
let answers: Record<string, [number, unknown]>;
let page: HTMLElement;

beforeEach(() => {
  sent = [];
  sessionStorage.clear();
  history.replaceState(null, "", "/new");
  answers = {
    "GET /topics": [200, [{ name: "quotes", partitions: [{ partition: 0, beginningOffset: 0, endOffset: 2 }] }]],
    "GET /topics/quotes/records": [
      200,
      [{ partition: 0, offset: 1, timestamp: "2026-01-31T08:00:00Z", headers: [], payload: HOSTILE, encoding: "utf8" }],
    ],
    "POST /topics/quotes/schema": [200, PROPOSAL],
    "GET /transform/functions": [200, { items: [] }],
    "POST /pipelines/preview": [200, { records: [], output: [], errors: [], notices: [HOSTILE] }],
    "POST /pipelines/validate": [200, VALID],
    "POST /pipelines": [201, { definition: { name: "quotes" }, status: {} }],
  };
  vi.stubGlobal(
    "fetch",
    vi.fn(async (address: string, { method, body }: RequestInit) => {
      const path = address.replace(/^\/api\/v1|\?.*/g, "");
      sent.push({ path: `${method} ${path}`, body: typeof body === "string" ? JSON.parse(body) : undefined });
      const [status, answer] = answers[`${method} ${path}`] ?? [404, { title: "Not there", status: 404, detail: path }];
      return new Response(JSON.stringify(answer), { status });
    }),
  );
  page = document.createElement("div");
  document.body.append(page);
  render(<Create />, page);
});

afterEach(() => {
  render(null, page);
  page.remove();
  vi.unstubAllGlobals();
});

const button = (name: string) =>
  vi.waitFor(() => {
    const found = [...page.querySelectorAll("button")].find((each) => each.textContent?.trim() === name);
    expect(found, `${name} in ${page.textContent}`).toBeDefined();
    expect(found?.disabled, name).toBe(false);
    return found as HTMLButtonElement;
  });

async function walk() {
  const topic = await vi.waitFor(
    () => page.querySelector<HTMLInputElement>("input[type=radio]") ?? expect.fail("no topic"),
  );
  topic.click();
  await vi.waitFor(() => expect(page.textContent).toContain(HOSTILE));
  (await button("Next: Schema")).click();
  (await button("Next: SQL")).click();
  await vi.waitFor(() => expect(page.textContent).toContain("0 stored"));
  (await button("Next: Targets")).click();
  return button("Create and start");
}

test("four steps lead from a topic's records to a pipeline, and nothing of a record becomes markup", async () => {
  (await walk()).click();
  await vi.waitFor(() => expect(location.pathname).toBe("/pipelines/quotes"));
  expect(sent.find((each) => each.path === "POST /pipelines")?.body).toEqual({
    name: "quotes",
    source: { topics: ["quotes"], schema: "quote STRING, size INT" },
    sinks: [
      { type: "postgres", table: "quotes" },
      { type: "mongo", collection: "quotes" },
    ],
  });
  expect(page.querySelector("img")).toBeNull();
  expect(sessionStorage.length).toBe(0);
});

test("a step has an address, to which one comes back", async () => {
  await walk();
  expect(location.search).toBe("?step=targets");
  render(null, page);
  render(<Create />, page);
  const name = await vi.waitFor(() => page.querySelector<HTMLInputElement>(".field input") ?? expect.fail("no field"));
  expect(name.value).toBe("quotes");
});

test("what the server refuses leads to the step, and stands beside the field", async () => {
  answers["POST /pipelines"] = [
    422,
    {
      type: "/problems/invalid-definition",
      title: "The definition is not valid",
      status: 422,
      detail: "It has one fault.",
      instance: "",
      errors: [{ pointer: "/source/schema", message: "is no list of columns" }],
    },
  ];
  (await walk()).click();
  await vi.waitFor(() => expect(location.search).toBe("?step=schema"));
  await vi.waitFor(() => expect(page.querySelector("#schema-faults")?.textContent).toContain("is no list of columns"));
  expect(page.querySelector("#schema")?.getAttribute("aria-invalid")).toBe("true");
});

test("a pipeline is created once, however often it is clicked before the first click is drawn", async () => {
  const create = await walk();
  create.click();
  create.click();
  await vi.waitFor(() => expect(location.pathname).toBe("/pipelines/quotes"));
  expect(sent.filter((each) => each.path === "POST /pipelines")).toHaveLength(1);
});
