import { expect, test } from "../fixtures";

/** Seconds for which the page is watched. */
const SECONDS = Number(process.env.SLUICE_SECONDS ?? 600);

test("five hundred pipelines at full rate hold no task of the page up, and its heap stays flat", async ({
  page,
  fake,
}) => {
  test.setTimeout((SECONDS + 60) * 1000);
  const { url } = await fake("full");
  await page.goto(url);
  await expect(page.getByRole("link", { name: "alerts", exact: true })).toBeVisible();
  const cdp = await page.context().newCDPSession(page);
  const heap = async () => {
    await cdp.send("HeapProfiler.collectGarbage");
    return (await cdp.send("Runtime.getHeapUsage")).usedSize;
  };
  // A minute of samples is kept of each pipeline: before that the heap grows as it should.
  await page.waitForTimeout(2_000);
  const before = await heap();
  const tasks = await page.evaluate(
    (millis) =>
      new Promise<number[]>((resolve) => {
        const long: number[] = [];
        new PerformanceObserver((list) => long.push(...list.getEntries().map((each) => each.duration))).observe({
          type: "longtask",
        });
        setTimeout(() => resolve(long), millis);
      }),
    SECONDS * 1000,
  );
  const after = await heap();
  console.log(`longest task ${Math.max(0, ...tasks)} ms, heap ${before >> 20} to ${after >> 20} MiB in ${SECONDS} s`);
  expect(tasks.filter((millis) => millis > 100)).toEqual([]);
  expect(after - before).toBeLessThan(8 << 20);
});
