import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Results } from "web/pipeline/results/results";

const HOSTILE = "<img src=x onerror=alert(1)>";
const DEFINITION = {
  name: "quotes",
  sinks: [
    { type: "postgres", table: "quotes" },
    { type: "mongo", collection: "docs" },
  ],
};

let asked: URL[];
let page: HTMLElement;

beforeEach(() => {
  asked = [];
  history.replaceState(null, "", "/pipelines/quotes/results");
  vi.stubGlobal("fetch", async (address: string) => {
    const url = new URL(address, "http://h");
    asked.push(url);
    const of = { topic: "t", partition: 0, offset: 7 };
    const rows = {
      postgres: [{ a: HOSTILE, _topic: "t", _partition: 0, _offset: 7, _ordinal: 0 }],
      mongo: [{ _id: "t/0/7/0", a: null, _source: of }],
    };
    const store = /results\/(postgres|mongo)$/.exec(url.pathname)?.[1] as "postgres" | "mongo" | undefined;
    const page = { items: rows[store ?? "mongo"], page: 0, size: 50, total: 2, next: "cursor" };
    const life = {
      ...of,
      kafka: { gone: "It was compacted away." },
      read: true,
      deadLetters: [],
      postgres: [],
      mongo: [],
    };
    const answer = store !== undefined ? page : url.pathname.includes("/records/") ? life : { definition: DEFINITION };
    return new Response(JSON.stringify(answer), { status: 200 });
  });
  HTMLDialogElement.prototype.showModal ??= () => undefined;
  page = document.createElement("div");
  document.body.append(page);
  render(<Results name="quotes" rest={[]} />, page);
});

afterEach(() => {
  render(null, page);
  page.remove();
  vi.unstubAllGlobals();
});

const shown = (text: string) => vi.waitFor(() => expect(page.textContent).toContain(text));
const of = (store: string) => asked.filter((url) => url.pathname.endsWith(`/results/${store}`));

test("both stores are shown with their targets, values as text alone", async () => {
  await shown(HOSTILE);
  await shown("docs");
  expect(page.querySelector("img")).toBeNull();
  expect(page.querySelectorAll(".stores > section")).toHaveLength(2);
});

test("a filter is in the address, and both stores are asked with it", async () => {
  await shown(HOSTILE);
  const value = page.querySelector<HTMLInputElement>("input[aria-label=Value]");
  if (value === null) {
    throw new Error("no field");
  }
  // Which columns there are is known to the filters once the rows are drawn.
  await vi.waitFor(() => expect(page.querySelector("select[aria-label=Column]")?.textContent).toMatch(/^a/));
  await act(() => {
    value.value = "x:y";
    value.dispatchEvent(new Event("input", { bubbles: true }));
  });
  page
    .querySelector("form[aria-label=Filters]")
    ?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  await vi.waitFor(() => expect(new URLSearchParams(location.search).get("filter")).toBe("a:eq:x:y"));
  await vi.waitFor(() => {
    expect(of("postgres").at(-1)?.searchParams.getAll("filter")).toEqual(["a:eq:x:y"]);
    expect(of("mongo").at(-1)?.searchParams.getAll("filter")).toEqual(["a:eq:x:y"]);
  });
});

test("a store is walked by its own cursor", async () => {
  await shown(HOSTILE);
  const next = [...page.querySelectorAll("button")].find((button) => button.textContent === "Next");
  next?.click();
  await vi.waitFor(() => expect(of("postgres").at(-1)?.searchParams.get("after")).toBe("cursor"));
  expect(of("mongo").at(-1)?.searchParams.get("after")).toBe("begin");
});

test("a row leads to the life of its record", async () => {
  await shown(HOSTILE);
  [...page.querySelectorAll("button")].find((button) => button.textContent === "0/7")?.click();
  await shown("It was compacted away.");
  expect(new URLSearchParams(location.search).get("record")).toBe("t/0/7");
});
