import type { Browser, Page } from "@playwright/test";
import { expect, test } from "../fixtures";

/** Seconds for which the page is watched. */
const SECONDS = Number(process.env.SLUICE_SECONDS ?? 600);

/** Seconds whose tasks are kept by the browser at once; it has room for only so many. */
const AT_ONCE = 20;

/** For which a task may hold its thread up. */
const LONGEST = 100;

interface Task {
  /** Milliseconds from its begin to its end, also those in which the processors did something else. */
  readonly taken: number;
  /** Milliseconds of a processor: what it takes by itself. */
  readonly computed: number;
}

test("five hundred pipelines at full rate hold no task of the page up, and its heap stays flat", async ({
  page,
  browser,
  fake,
}) => {
  test.setTimeout((2 * SECONDS + 180) * 1000);
  const { url } = await fake("full");
  await page.goto(url);
  await expect(page.getByRole("link", { name: "alerts", exact: true })).toBeVisible();
  const cdp = await page.context().newCDPSession(page);
  const heap = async () => {
    await cdp.send("HeapProfiler.collectGarbage");
    return (await cdp.send("Runtime.getHeapUsage")).usedSize;
  };
  // A minute of samples is kept of each pipeline: before that the heap grows as it should.
  await page.waitForTimeout(Math.min(60, SECONDS) * 1000);
  const before = await heap();
  const tasks: Task[] = [];
  for (let second = 0; second < SECONDS; second += AT_ONCE) {
    tasks.push(...(await traced(browser, page, Math.min(AT_ONCE, SECONDS - second))));
  }
  const after = await heap();
  const computed = tasks.map((task) => task.computed).sort((one, other) => other - one);
  const taken = tasks.map((task) => task.taken).sort((one, other) => other - one);
  console.log(
    `${tasks.length} tasks in ${SECONDS} s; the longest computed for ${shown(computed)} ms, and took ${shown(taken)} ms; ` +
      `heap ${before >> 20} to ${after >> 20} MiB`,
  );
  expect(tasks.length).toBeGreaterThan(SECONDS);
  // What else the machine does is not the page's.
  expect(computed.filter((millis) => millis > LONGEST)).toEqual([]);
  expect(after - before).toBeLessThan(4 << 20);
});

const shown = (millis: number[]) =>
  millis
    .slice(0, 5)
    .map((each) => each.toFixed(0))
    .join(", ");

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly dur?: number;
  /** Microseconds of a processor. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** The tasks of so many seconds on the threads on which pages run. */
async function traced(browser: Browser, page: Page, seconds: number): Promise<Task[]> {
  await browser.startTracing(page, { categories: ["toplevel"] });
  await page.waitForTimeout(seconds * 1000);
  const events: TraceEvent[] = JSON.parse((await browser.stopTracing()).toString("utf8")).traceEvents;
  const pages = new Set(
    events
      .filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain")
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  return events
    .filter(({ name, pid, tid }) => name.endsWith("RunTask") && pages.has(`${pid} ${tid}`))
    .flatMap(({ dur, tdur }) =>
      dur === undefined || tdur === undefined ? [] : [{ taken: dur / 1000, computed: tdur / 1000 }],
    );
}
