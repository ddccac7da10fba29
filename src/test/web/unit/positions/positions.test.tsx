import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { flush, world } from "web/live/store";
import { Positions } from "web/pipeline/positions/positions";

let patched: unknown[];
let page: HTMLElement;

function be(state: "RUNNING" | "STOPPED"): void {
  const summary = { name: "quotes", state, rowsPerSecond: 0 };
  const rest = {
    status: undefined,
    batch: undefined,
    consumed: [],
    letters: [],
    ordered: undefined,
    orderedAt: undefined,
    changes: 0,
  };
  world.pipelines.set("quotes", { summary, ...rest });
}

beforeEach(() => {
  patched = [];
  vi.stubGlobal("fetch", async (address: string, { method, body }: RequestInit) => {
    const path = address.replace(/^\/api\/v1/, "");
    const offsets = { partitions: [{ topic: "t", partition: 0, nextOffset: 60 }] };
    if (method === "PATCH") {
      patched.push(JSON.parse(String(body)));
    }
    const answer = path.startsWith("/topics/t/offsets?at=2026-01-31T08%3A00%3A00.000Z")
      ? { topic: "t", at: "2026-01-31T08:00:00Z", partitions: [{ partition: 0, offset: 25 }] }
      : path === "/topics"
        ? [{ name: "t", partitions: [{ partition: 0, beginningOffset: 10, endOffset: 100 }] }]
        : path.endsWith("/offsets")
          ? offsets
          : { definition: { source: { topics: ["t"] } }, status: { partitions: [] } };
    return new Response(JSON.stringify(answer), { status: 200 });
  });
  page = document.createElement("div");
  document.body.append(page);
});

afterEach(() => {
  render(null, page);
  page.remove();
  vi.unstubAllGlobals();
});

const choose = (name: string, value: string) => {
  const field = page.querySelector<HTMLInputElement>(name);
  if (field === null) {
    throw new Error(`no ${name}`);
  }
  field.value = value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  field.dispatchEvent(new Event("input", { bubbles: true }));
};
const set = () =>
  [...page.querySelectorAll("button")].find((each) => /^(Set offsets|Read)/.test(each.textContent ?? ""));

test("what a time means is asked, what is read again is shown, and a second click orders it", async () => {
  be("STOPPED");
  render(<Positions name="quotes" rest={[]} />, page);
  await vi.waitFor(() => expect(page.textContent).toContain("50 offsets are read again."));
  choose("select", "time");
  await vi.waitFor(() => choose("input[type=datetime-local]", "2026-01-31T08:00"));
  await vi.waitFor(() => expect(page.textContent).toContain("35 offsets are read again."));
  set()?.click();
  await vi.waitFor(() => expect(set()?.textContent).toBe("Read 35 again?"));
  expect(patched).toEqual([]);
  set()?.click();
  await vi.waitFor(() => expect(patched).toEqual([{ partitions: [{ topic: "t", partition: 0, nextOffset: 25 }] }]));
});

test("nothing can be set while it runs", async () => {
  be("RUNNING");
  flush();
  render(<Positions name="quotes" rest={[]} />, page);
  await vi.waitFor(() => expect(set()?.disabled).toBe(true));
  expect(page.textContent).toContain("can be set while it is at rest");
});

test("what Kafka does not have any more is told before a rewind", async () => {
  be("STOPPED");
  render(<Positions name="quotes" rest={[]} />, page);
  await vi.waitFor(() => expect(page.textContent).toContain("50 offsets are read again."));
  choose("select", "offset");
  await vi.waitFor(() => choose("input[type=number]", "3"));
  await vi.waitFor(() => expect(page.textContent).toContain("7 offsets before that are gone from Kafka"));
});
