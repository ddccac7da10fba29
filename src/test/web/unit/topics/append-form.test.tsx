import { act } from "preact/test-utils";
import { expect, test, vi } from "vitest";
import { isUnsent } from "web/route/leave";
import { Append } from "web/topics/append-form";
import { Topics } from "web/topics/topics";
import { answering, button, click, settled, shown } from "../shown";

test("what is typed is copied to the digit, and not left without a question", async () => {
  const writeText = vi.fn(async () => undefined);
  vi.stubGlobal("navigator", { clipboard: { writeText } });
  const page = await shown(<Append topic="t" onAppended={() => undefined} />);
  expect(isUnsent()).toBe(false);
  const area = page.querySelector("textarea");
  await act(() => {
    if (area) {
      area.value = '[{"id": 9007199254740993}]';
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  expect(isUnsent()).toBe(true);
  await click(button(page, "Copy curl"));
  expect(writeText).toHaveBeenCalledWith(expect.stringContaining(`--data-binary '[{"id": 9007199254740993}]'`));
});

test("records are appended once, however often it is clicked before the first click is drawn", async () => {
  const { asked } = answering("well");
  const page = await shown(<Append topic="t" onAppended={() => undefined} />);
  const area = page.querySelector("textarea");
  await act(() => {
    if (area) {
      area.value = '{"id": 1}';
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  const append = button(page, "Append");
  await act(() => void [append?.click(), append?.click()]);
  await settled();
  expect(asked).toEqual(["POST /topics/t/records"]);
});

test("where there is no topic a button opens the form, and the keyboard goes on in it", async () => {
  answering("empty");
  const page = await shown(<Topics topic={undefined} />);
  expect(page.querySelector("details")?.open).toBe(false);
  await click(button(page, "Append a record"));
  expect(page.querySelector("details")?.open).toBe(true);
  expect(document.activeElement).toBe(page.querySelector("#append-topic"));
});
