import { act } from "preact/test-utils";
import { expect, test } from "vitest";
import { FindRecord, positionIn } from "web/life/find";
import { answering, button, click, settled, shown } from "./shown";

async function find(text: string) {
  const { asked } = answering("well");
  const page = await shown(<FindRecord name="orders" />);
  const field = page.querySelector("input");
  await act(() => {
    if (field) {
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  await click(button(page, "Find"));
  await settled();
  return { page, asked };
}

test("a place that is typed leads to the life of its record, and is in the address", async () => {
  const { page, asked } = await find("orders/0/1042");
  expect(location.search).toBe("?record=orders%2F0%2F1042");
  expect(asked).toContain("GET /pipelines/orders/records/orders/0/1042");
  expect(page.querySelector("dialog")?.textContent).toContain("Record orders/0/1042");
});

test("the topic may be left out where a pipeline reads but one", async () => {
  await find("0/1042");
  expect(location.search).toBe("?record=orders%2F0%2F1042");
});

test("what is no place is told beside the field", async () => {
  const { page } = await find("nowhere");
  expect(page.querySelector("input")?.getAttribute("aria-invalid")).toBe("true");
  expect(page.textContent).toContain("Write its topic, partition and offset");
  expect(location.search).toBe("");
});

test.each([
  ["orders/0/1042", "orders/0/1042"],
  [" 0/1042 ", "orders/0/1042"],
  ["my-topic-0@7", "my-topic/0/7"],
  ["a.b 1 2", "a.b/1/2"],
  ["orders/0", undefined],
  ["x", undefined],
])("a place is read as people write it: %s", (text, position) => {
  expect(positionIn(text, ["orders"])).toBe(position);
  expect(positionIn("0/1", ["a", "b"])).toBeUndefined();
});
