import { expect, test, vi } from "vitest";
import { Workbench } from "web/sql/workbench";
import { answering, button, click, shown } from "../shown";

async function bench(letters?: string) {
  const { asked } = answering("well");
  const page = await shown(
    <Workbench
      transform="SELECT * FROM source WHERE amount > 0"
      onTransform={() => undefined}
      schema="id BIGINT"
      definition={{ source: { topics: ["orders"], schema: "id BIGINT" } }}
      faults={[]}
      {...(letters === undefined ? {} : { letters })}
    />,
  );
  await vi.waitFor(() => expect(page.textContent).toContain("the transform yields no row"), 3_000);
  return { page, asked };
}

test("why a record is filtered is told with the condition that did not hold", async () => {
  const { page, asked } = await bench("orders");
  expect([...page.querySelectorAll("[aria-label^=Why]")].map((each) => each.getAttribute("aria-label"))).toEqual([
    "Why orders/0/40000 is filtered",
    "Why orders/1/39999 is filtered",
    "Why orders/2/39998 is filtered",
  ]);
  await click(button(page, "Why?"));
  expect(asked).toContain("GET /pipelines/orders/records/orders/0/40000");
  const drawer = page.querySelector("dialog");
  expect(drawer?.textContent).toContain("Record orders/0/40000");
  expect(drawer?.textContent).toContain("amount > 0 is false");
  await click(drawer?.querySelector("[aria-label=Close]"));
  await vi.waitFor(() => expect(page.querySelector("dialog")).toBeNull());
});

test("of a pipeline that is not there yet no record's life can be told", async () => {
  const { page } = await bench();
  expect(button(page, "Why?")).toBeUndefined();
});
