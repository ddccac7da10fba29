import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DefinitionTab } from "web/pipeline/definition/definition";
import { definitionIn } from "web/pipeline/definition/schema";

const MINE = {
  name: "quotes",
  source: { topics: ["quotes"], format: "json", schema: "quote STRING", unknownFields: "ignore" },
  sinks: [{ type: "postgres", table: "quotes", mode: "append" }],
  trigger: { mode: "processingTime", interval: "PT0S" },
  autoStart: true,
};
const THEIRS = { ...MINE, trigger: { mode: "processingTime", interval: "PT5S" } };

let now: { definition: object; etag: string };
let put: { ifMatch: string | undefined; body: object }[];
let page: HTMLElement;

beforeEach(() => {
  now = { definition: MINE, etag: '"1"' };
  put = [];
  const answer = (status: number, body: object) =>
    new Response(JSON.stringify(body), { status, headers: { ETag: now.etag } });
  vi.stubGlobal("fetch", async (address: string, { method, body, headers }: RequestInit) => {
    const path = address.replace(/^\/api\/v1|\?.*/g, "");
    if (method === "PUT") {
      const ifMatch = (headers as Record<string, string>)["If-Match"];
      put.push({ ifMatch, body: JSON.parse(String(body)) });
      if (ifMatch !== now.etag) {
        return answer(412, {
          type: "/problems/stale-version",
          title: "It was changed",
          status: 412,
          detail: "d",
          instance: "",
        });
      }
      now = { definition: JSON.parse(String(body)), etag: '"saved"' };
    }
    switch (path) {
      case "/pipelines/quotes":
        return answer(200, { definition: now.definition, status: {} });
      case "/pipelines/quotes/versions":
        return answer(200, {
          items: [
            { version: 2, at: "2026-01-31T08:00:00Z", by: "file", changes: [] },
            { version: 1, at: "2026-01-31T07:00:00Z", by: null, changes: [] },
          ],
        });
      case "/pipelines/quotes/versions/1":
        return answer(200, { ...MINE, description: "of old" });
      case "/transform/functions":
        return answer(200, { items: [] });
      case "/pipelines/preview":
        return answer(200, { records: [], output: [], errors: [], notices: [] });
      default:
        return answer(200, { valid: true, errors: [], output: [], notices: [], unchecked: [], tables: [] });
    }
  });
  page = document.createElement("div");
  document.body.append(page);
  render(<DefinitionTab name="quotes" rest={[]} />, page);
});

afterEach(() => {
  render(null, page);
  page.remove();
  vi.unstubAllGlobals();
});

const click = (name: string) =>
  vi.waitFor(() => {
    const found = [...page.querySelectorAll("button")].find((each) => each.textContent?.trim() === name);
    expect(found, `${name} in ${page.textContent}`).toBeDefined();
    expect(found?.disabled, name).toBe(false);
    found?.click();
  });

async function describeIt(text: string) {
  const area = await vi.waitFor(
    () => page.querySelector<HTMLTextAreaElement>("#definition-rest") ?? expect.fail("no definition"),
  );
  area.value = JSON.stringify({ ...JSON.parse(area.value), description: text });
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

test("a change is shown and saved over the version that it began with", async () => {
  await describeIt("new");
  await vi.waitFor(() =>
    expect(page.querySelector("[aria-label='Your changes']")?.textContent).toContain("/description"),
  );
  await click("Save");
  await vi.waitFor(() => expect(put).toEqual([{ ifMatch: '"1"', body: { ...MINE, description: "new" } }]));
  await vi.waitFor(() => expect(page.querySelector("[aria-label='Your changes']")).toBeNull());
});

test("what somebody else changed meanwhile is shown, and is not overwritten unasked", async () => {
  await describeIt("mine");
  now = { definition: THEIRS, etag: '"2"' };
  await click("Save");
  await vi.waitFor(() => expect(page.querySelector("[role=alert]")?.textContent).toContain("/trigger/interval"));
  expect(now.definition).toEqual(THEIRS);
  await click("Keep my text, to save it over theirs");
  await click("Save");
  await vi.waitFor(() => expect(put.at(-1)).toEqual({ ifMatch: '"2"', body: { ...MINE, description: "mine" } }));
});

test("an old version is compared, put into the fields, and saved as any other change", async () => {
  await click("Compare with what it is now");
  await click("Go back to version 1");
  await click("Save");
  await vi.waitFor(() => expect(put[0]?.body).toEqual({ ...MINE, description: "of old" }));
});

test("a definition that misses a part while it is written is told, and breaks nothing", () => {
  for (const text of ["{}", "null", "1", "[]", '{"source":{"schema":5}}']) {
    expect(() => definitionIn(text)).toThrow("a source that has a schema");
  }
  expect(definitionIn('{"source":{"schema":"id INT"}}')).toEqual({ source: { schema: "id INT" } });
});
