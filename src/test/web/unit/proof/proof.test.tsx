import { act } from "preact/test-utils";
import { expect, test, vi } from "vitest";
import { Proof } from "web/pipeline/proof/proof";
import { answering, button, click, settled, shown } from "../shown";

test("a report shows what is not as it should be, and repair asks twice", async () => {
  const { asked } = answering("troubled");
  const page = await shown(<Proof name="orders" rest={[]} />);
  expect(page.textContent).toContain("4 things are not as they should be.");
  expect(page.textContent).toContain("orders/0/1042/0");
  await click(button(page, "Reconcile and repair"));
  expect(asked.filter((each) => each.startsWith("POST"))).toEqual([]);
  await click(button(page, "Write what is missing or different?"));
  expect(asked).toContain("POST /pipelines/orders/reconciliation?repair=true");
});

test("without one the page says so, and offers one", async () => {
  const { asked } = answering("well");
  const page = await shown(<Proof name="orders" rest={[]} />);
  expect(page.textContent).toContain("Nothing was proved yet");
  await click(button(page, "Reconcile"));
  expect(asked).toContain("POST /pipelines/orders/reconciliation?repair=false");
});

test("a reconciliation is begun once, however often it is clicked", async () => {
  const { asked } = answering("troubled");
  const page = await shown(<Proof name="orders" rest={[]} />);
  const begin = button(page, "Reconcile");
  await act(() => void [begin?.click(), begin?.click()]);
  expect(begin?.disabled).toBe(true);
  await settled();
  expect(asked.filter((each) => each.startsWith("POST"))).toHaveLength(1);
});

test("a reconciliation that somebody else begins appears by itself", async () => {
  const { world } = answering("well");
  vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"], now: Date.now() });
  const page = await shown(<Proof name="orders" rest={[]} />);
  expect(page.textContent).toContain("Nothing was proved yet");
  Object.assign(world.pipeline("orders") ?? {}, { isProved: true });
  await act(() => void vi.advanceTimersByTime(11_000));
  await settled();
  vi.useRealTimers();
  expect(page.textContent).toContain("Everything is where it should be");
});
