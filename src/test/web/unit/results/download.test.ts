import { expect, test } from "vitest";
import { download, type Form, membersOf, parts } from "web/pipeline/results/download";

const PAGES: Record<string, string> = {
  begin:
    '{"items":[{"id":9007199254740993,"t":"a \\"b\\", [c}","n":null},{"id":2,"t":"","n":{"x":[1,"]"]}}],"next":"two"}',
  two: '{"items":[{"id":3,"t":"line\\nfeed","n":1.10}]}',
};

async function whole(form: Form, most?: { rows: number; bytes: number }) {
  const seen: number[] = [];
  const file = await download({
    form,
    page: async (after) => PAGES[after] ?? "",
    signal: new AbortController().signal,
    progress: (rows) => seen.push(rows),
    ...(most === undefined ? {} : { most }),
  });
  return { text: await new Blob(file.parts).text(), seen, ...file };
}

test("each line of NDJSON is a row as the API wrote it", async () => {
  const file = await whole("ndjson");
  expect(file.text).toBe(
    '{"id":9007199254740993,"t":"a \\"b\\", [c}","n":null}\n{"id":2,"t":"","n":{"x":[1,"]"]}}\n{"id":3,"t":"line\\nfeed","n":1.10}\n',
  );
  expect(file.seen).toEqual([2, 3]);
  expect(file.cut).toBe(false);
});

test("CSV keeps digits, tells a null from an empty text, and quotes what has to be", async () => {
  expect((await whole("csv")).text).toBe(
    'id,t,n\r\n9007199254740993,"a ""b"", [c}",\r\n2,"","{""x"":[1,""]""]}"\r\n3,"line\nfeed",1.10\r\n',
  );
});

test("a file ends where it would be too large, and says so", async () => {
  const file = await whole("ndjson", { rows: 2, bytes: 1000 });
  expect(file.rows).toBe(2);
  expect(file.cut).toBe(true);
});

test("whoever cancels gets no file", async () => {
  const stop = new AbortController();
  const walk = download({
    form: "csv",
    signal: stop.signal,
    progress: () => stop.abort(),
    page: async (after) => PAGES[after] ?? "",
  });
  await expect(walk).rejects.toThrow();
});

test("members and elements are cut at the right commas", () => {
  expect([...membersOf('{ "a:b" : "}," , "c" : [1, {"d": 2}] }')]).toEqual([
    ["a:b", '"},"'],
    ["c", '[1, {"d": 2}]'],
  ]);
  expect([...parts("[]")]).toEqual([]);
});

test("a large page is read in spells, between which others are heard", async () => {
  const rows = Array.from({ length: 20_000 }, (_, id) => `{"id":${id},"text":"${"x".repeat(180)}"}`);
  const text = `{"items":[${rows.join(",")}]}`;
  let heard = 0;
  const timer = setInterval(() => heard++, 1);
  const file = await download({
    form: "csv",
    signal: new AbortController().signal,
    progress: () => undefined,
    page: async () => text,
  });
  clearInterval(timer);
  expect(file.rows).toBe(20_000);
  expect(heard).toBeGreaterThan(1);
});
