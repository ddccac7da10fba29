import { act } from "preact/test-utils";
import { expect, test, vi } from "vitest";
import { SecondClick, TypedName } from "web/parts/confirm";
import { button, settled, shown } from "../shown";

test("a second click does it, once however often it is clicked before that is drawn, and asks anew later", async () => {
  const stop = vi.fn();
  const page = await shown(<SecondClick label="Stop" ask="Now?" onDo={stop} />);
  const clicks = (many: number) =>
    act(() => void Array.from({ length: many }, () => page.querySelector("button")?.click()));
  await clicks(1);
  expect(stop).not.toHaveBeenCalled();
  expect(page.textContent).toBe("Now?");
  await clicks(3);
  expect(stop).toHaveBeenCalledTimes(1);
  expect(page.textContent).toBe("Stop");
  await clicks(1);
  await clicks(1);
  expect(stop).toHaveBeenCalledTimes(2);
});

test("two clicks before the first one is drawn are no second click", async () => {
  const stop = vi.fn();
  const page = await shown(<SecondClick label="Stop" ask="Now?" onDo={stop} />);
  await act(() => void [page.querySelector("button")?.click(), page.querySelector("button")?.click()]);
  expect(stop).not.toHaveBeenCalled();
});

test("what wants its name typed is done once", async () => {
  let done: () => void = () => undefined;
  const remove = vi.fn(() => new Promise<void>((resolve) => (done = resolve)));
  const closed = vi.fn();
  const page = await shown(
    <TypedName title="Delete a" name="a" verb="Delete it" onDo={remove} onClose={closed}>
      <p>All of it.</p>
    </TypedName>,
  );
  expect(button(page, "Delete it")?.disabled).toBe(true);
  const field = page.querySelector("input");
  await act(() => {
    if (field) {
      field.value = "a";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  const form = page.querySelector("form");
  await act(() => void [form?.requestSubmit(), form?.requestSubmit()]);
  expect(remove).toHaveBeenCalledTimes(1);
  expect(button(page, "Keep it")?.disabled).toBe(true);
  done();
  await settled();
  expect(closed).toHaveBeenCalled();
});
