import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Definition } from "web/api/schemas";
import { DefinitionTab } from "web/pipeline/definition/definition";
import { withTarget } from "web/pipeline/definition/fields";
import { definitionIn } from "web/pipeline/definition/schema";
import { isUnsent } from "web/route/leave";
import { go } from "web/route/place";
import { Leaving } from "web/shell/leaving";

const MINE = {
  name: "quotes",
  source: { topics: ["quotes"], format: "json", schema: "quote STRING", unknownFields: "ignore" },
  sinks: [{ type: "postgres", table: "quotes", mode: "append" }],
  trigger: { mode: "processingTime", interval: "PT0S" },
  autoStart: true,
};
const THEIRS = { ...MINE, trigger: { mode: "processingTime", interval: "PT5S" } };

let newest = 2;
const listed = () => [...page.querySelectorAll(".versions b")].map((each) => each.textContent);
let now: { definition: object; etag: string };
let put: { ifMatch: string | undefined; body: object }[];
let page: HTMLElement;

beforeEach(() => {
  newest = 2;
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
      case "/pipelines/quotes/versions": {
        const from = address.includes("after=") ? 0 : newest;
        const items = [from, from - 1]
          .filter((version) => version >= 0)
          .map((version) => ({ version, at: "2026-01-31T08:00:00Z", by: "file", changes: [] }));
        return answer(200, { items, ...(from > 0 ? { next: "older" } : {}) });
      }
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

test("a change is saved once, however often it is clicked before the first click is drawn", async () => {
  await describeIt("new");
  await vi.waitFor(() => expect(isUnsent()).toBe(true));
  const save = [...page.querySelectorAll("button")].find((each) => each.textContent === "Save");
  save?.click();
  save?.click();
  await vi.waitFor(() => expect(isUnsent()).toBe(false));
  expect(put).toHaveLength(1);
});

test("an old version is compared, put into the fields, and saved as any other change", async () => {
  await click("Compare with what it is now");
  await click("Go back to version 1");
  await click("Save");
  await vi.waitFor(() => expect(put[0]?.body).toEqual({ ...MINE, description: "of old" }));
});

/** The page with something in it that was not saved. */
async function edited() {
  render(
    <>
      <DefinitionTab name="quotes" rest={[]} />
      <Leaving />
    </>,
    page,
  );
  go("pipelines/quotes/definition");
  await describeIt("new");
  await vi.waitFor(() => expect(isUnsent()).toBe(true));
}

test("what is edited is not left without a question by the way back", async () => {
  await edited();
  // Back: the browser has gone already when it tells.
  const turned = vi.spyOn(history, "go").mockImplementation(() => undefined);
  dispatchEvent(new PopStateEvent("popstate", { state: history.state - 1 }));
  expect(turned.mock.calls).toEqual([[1]]);
  await vi.waitFor(() => expect(page.textContent).toContain("Lose what you wrote?"));
  await click("Stay");
  expect(turned).toHaveBeenCalledTimes(1);
  dispatchEvent(new PopStateEvent("popstate", { state: history.state - 1 }));
  await click("Leave");
  expect(turned.mock.calls).toEqual([[1], [1], [-1]]);
  turned.mockRestore();
});

test("a link does not lead away from what is edited without a question", async () => {
  await edited();
  go("pipelines/quotes/proof");
  await vi.waitFor(() => expect(page.textContent).toContain("Lose what you wrote?"));
  expect(location.pathname).toBe("/pipelines/quotes/definition");
  await click("Leave");
  expect(location.pathname).toBe("/pipelines/quotes/proof");
});

test("what is edited stays guarded where a link leads to the tab that is open", async () => {
  await edited();
  go("pipelines/quotes/definition");
  expect(page.textContent).not.toContain("Lose what you wrote?");
  for (const address of ["pipelines/quotes/definition?only=filtered", "pipelines/quotes/proof"]) {
    go(address);
    await vi.waitFor(() => expect(page.textContent).toContain("Lose what you wrote?"));
    await click("Leave");
    await vi.waitFor(() => expect(page.textContent).not.toContain("Lose what you wrote?"));
  }
  expect(isUnsent()).toBe(true);
});

test("fields change what the JSON shows, and leave the rest of it", async () => {
  const field = (label: string) => {
    const found = [...page.querySelectorAll("label")].find((each) => each.textContent?.trim() === label);
    return page.querySelector<HTMLInputElement>(`#${CSS.escape(found?.htmlFor ?? "none")}`) ?? expect.fail(label);
  };
  const type = async (label: string, text: string, event = "input") => {
    const at = await vi.waitFor(() => field(label));
    at.value = text;
    at.dispatchEvent(new Event(event, { bubbles: true }));
  };
  await type("Topics, with commas", "quotes, more,");
  await type("Interval, such as PT5S or 5s", "5s");
  await type("Mode", "upsert", "change");
  await type("Key columns, with commas", "a, b");
  const area = page.querySelector<HTMLTextAreaElement>("#definition-rest");
  await vi.waitFor(() =>
    expect(JSON.parse(area?.value ?? "")).toEqual({
      ...MINE,
      source: { ...MINE.source, topics: ["quotes", "more"] },
      sinks: [{ type: "postgres", table: "quotes", mode: "upsert", key: ["a", "b"] }],
      trigger: { mode: "processingTime", interval: "5s" },
    }),
  );
  expect(field("Topics, with commas").value).toBe("quotes, more,");
});

test("a store that is taken out and put back in keeps what has no field", () => {
  const sinks = [
    { type: "postgres", table: "quotes", mode: "append", later: 1 },
    { type: "mongo", collection: "q", mode: "append" },
  ];
  const draft = { ...MINE, sinks } as unknown as Definition;
  const target = { on: true, name: "other", mode: "upsert", key: "id", version: "" } as const;
  expect(withTarget(draft, "postgres", target)).toEqual([
    { type: "postgres", table: "other", mode: "upsert", key: ["id"], later: 1 },
    sinks[1],
  ]);
  expect(withTarget(draft, "postgres", { ...target, on: false })).toEqual([sinks[1]]);
  expect(withTarget({ ...draft, sinks: [] }, "mongo", { ...target, mode: "append", name: "" })).toEqual([
    { type: "mongo", collection: "quotes", mode: "append" },
  ]);
});

test("versions are listed once each, also when a newer one comes after older ones were asked for", async () => {
  await click("Older versions");
  await vi.waitFor(() => expect(listed()).toEqual(["Version 2", "Version 1", "Version 0"]));
  newest = 3;
  await describeIt("new");
  await click("Save");
  await vi.waitFor(() => expect(listed()).toEqual(["Version 3", "Version 2", "Version 1", "Version 0"]));
});

test("a definition that misses a part while it is written is told, and breaks nothing", () => {
  for (const text of ["{}", "null", "1", "[]", '{"source":{"schema":5}}']) {
    expect(() => definitionIn(text)).toThrow("a source that has a schema");
  }
  expect(definitionIn('{"source":{"schema":"id INT"}}')).toEqual({ source: { schema: "id INT" } });
});
