import { render } from "preact";
import { useState } from "preact/hooks";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SqlEditor } from "web/sql/editor";

const HINTS = { columns: [], functions: [] };

let page: HTMLElement;
let put: (text: string) => void;
let texts: string[];

function Held() {
  const [text, setText] = useState("SELECT a");
  put = setText;
  const hold = (next: string) => {
    texts.push(next);
    setText(next);
  };
  const faults = [
    { message: "line 1, column 8: there is no column a", place: { line: 1, column: 8, text: "there is no a" } },
  ];
  return <SqlEditor label="Transform" text={text} onText={hold} faults={faults} hints={HINTS} />;
}

beforeEach(() => {
  texts = [];
  page = document.createElement("div");
  document.body.append(page);
  render(<Held />, page);
});

afterEach(() => {
  render(null, page);
  page.remove();
});

const editor = () =>
  vi.waitFor(
    () => page.querySelector(".sql-editor")?.shadowRoot?.querySelector(".cm-content") ?? expect.fail("no editor"),
  );

test("a plain field is there until the editor is, and is labelled as it will be", async () => {
  expect(page.querySelector("textarea")?.getAttribute("aria-label")).toBe("Transform");
  expect((await editor()).getAttribute("aria-label")).toBe("Transform");
  await vi.waitFor(() => expect(page.querySelector("textarea")).toBeNull());
});

test("it stands in a shadow tree, and adds no style element to the page", async () => {
  const before = document.querySelectorAll("style").length;
  await editor();
  expect(document.querySelectorAll("style").length).toBe(before);
});

test("a text from elsewhere is taken, and is not given back as typed", async () => {
  const content = await editor();
  put("SELECT b");
  await vi.waitFor(() => expect(content.textContent).toBe("SELECT b"));
  expect(texts).toEqual([]);
});

test("a fault with a place leads there", async () => {
  await editor();
  const link = page.querySelector(".faults button");
  expect(link?.textContent).toBe("Line 1, column 8");
});
