import { useState } from "preact/hooks";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useAnswer } from "web/api/answer";
import { settled, shown } from "./shown";

/** What was asked, to be answered by the test. */
let asked: { path: string; signal: AbortSignal; answer: (data: unknown, status?: number) => Promise<void> }[];
let ask: (next: { path?: string | null; again?: number }) => void;
let reload: () => void;

function Shown() {
  const [now, setNow] = useState<{ path: string | null; again: number }>({ path: "/a", again: 0 });
  ask = (next) => setNow((last) => ({ ...last, ...next }));
  const { data, problem, loading, reload: anew } = useAnswer<string>(now.path, undefined, now.again);
  reload = anew;
  return <p>{`${data ?? "none"} ${problem?.title ?? "well"} ${loading ? "asking" : "told"}`}</p>;
}

beforeEach(() => {
  asked = [];
  vi.stubGlobal(
    "fetch",
    (address: string, { signal }: { signal: AbortSignal }) =>
      new Promise<Response>((resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
        asked.push({
          path: address.replace("/api/v1", ""),
          signal,
          answer: async (data, status = 200) => {
            resolve(new Response(JSON.stringify(data), { status }));
            await settled();
          },
        });
      }),
  );
});

afterEach(() => vi.unstubAllGlobals());

test("a server that is slower than the pace of looking is heard, and looked at once more", async () => {
  const page = await shown(<Shown />);
  for (const again of [1, 2, 3]) {
    await act(() => ask({ again }));
  }
  expect(asked).toHaveLength(1);
  expect(asked[0]?.signal.aborted).toBe(false);
  await asked[0]?.answer("first");
  expect(page.textContent).toBe("first well told");
  expect(asked).toHaveLength(2);
  await asked[1]?.answer("second");
  expect(page.textContent).toBe("second well told");
  expect(asked).toHaveLength(2);
});

test("a look again after the answer asks once", async () => {
  const page = await shown(<Shown />);
  await asked[0]?.answer("first");
  await act(() => ask({ again: 1 }));
  expect(asked).toHaveLength(2);
  expect(page.textContent).toBe("first well told");
});

test("what is asked for and not needed any more is given up", async () => {
  const page = await shown(<Shown />);
  await act(() => ask({ path: "/b", again: 1 }));
  expect(asked.map(({ path, signal }) => [path, signal.aborted])).toEqual([
    ["/a", true],
    ["/b", false],
  ]);
  await asked[1]?.answer("of b");
  expect(page.textContent).toBe("of b well told");
  await act(() => reload());
  expect(page.textContent).toBe("of b well asking");
  await act(() => ask({ path: null }));
  expect(asked[2]?.signal.aborted).toBe(true);
  expect(page.textContent).toBe("none well told");
});

test("a failure keeps what was known, and the next answer ends it", async () => {
  const page = await shown(<Shown />);
  await asked[0]?.answer("known");
  await act(() => ask({ again: 1 }));
  await asked[1]?.answer({ title: "Away", status: 503, type: "/problems/x", detail: "", instance: "" }, 503);
  expect(page.textContent).toBe("known Away told");
  await act(() => ask({ again: 2 }));
  await asked[2]?.answer("new");
  expect(page.textContent).toBe("new well told");
});
