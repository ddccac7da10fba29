import { act } from "preact/test-utils";
import { expect, test, vi } from "vitest";
import { isUnsent } from "web/route/leave";
import { Append } from "web/topics/append-form";
import { button, click, shown } from "../shown";

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
