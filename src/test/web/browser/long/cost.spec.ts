import { readFile } from "node:fs/promises";
import { expect, test } from "../fixtures";
import { RealSluice } from "../real";

const PAGES = 10;

/** Seconds of each of the four times that are measured. */
const SECONDS = Number(process.env.SLUICE_SECONDS ?? 60);

/** Ticks of the processor's clock in a second (getconf CLK_TCK); the same on every Linux. */
const TICKS = 100;

test("ten open pages cost the server less than three hundredths of a core", async ({ browser }) => {
  test.setTimeout((4 * SECONDS + 240) * 1000);
  const sluice = await RealSluice.begin([]);
  try {
    await expect
      .poll(async () => (await fetch(`${sluice.url}/api/v1/pipelines/quotes/status`)).text(), { timeout: 120_000 })
      .toContain('"state":"RUNNING"');
    await pause(60);
    const shares = { none: [] as number[], ten: [] as number[] };
    for (let turn = 0; turn < 2; turn++) {
      shares.none.push(await share(sluice));
      // Pages of one profile would share six connections.
      const contexts = await Promise.all(Array.from({ length: PAGES }, () => browser.newContext()));
      for (const [at, context] of contexts.entries()) {
        const page = await context.newPage();
        await page.goto(`${sluice.url}/${at % 2 === 0 ? "" : "pipelines/quotes"}`);
        await expect(page.getByText("running").first()).toBeVisible();
        expect(await page.evaluate(() => document.hidden)).toBe(false);
      }
      await pause(5);
      shares.ten.push(await share(sluice));
      await Promise.all(contexts.map((context) => context.close()));
      await pause(5);
    }
    const cost = mean(shares.ten) - mean(shares.none);
    console.log(`shares of a core: ${JSON.stringify(shares)}; ${PAGES} pages cost ${cost.toFixed(4)}`);
    expect(cost).toBeLessThan(0.03);
  } finally {
    await sluice.end();
  }
});

/** How much of a core the server took meanwhile. */
async function share(sluice: RealSluice): Promise<number> {
  const before = await ticks(sluice.pid);
  await pause(SECONDS);
  return ((await ticks(sluice.pid)) - before) / TICKS / SECONDS;
}

/** What a process took so far, in user and in kernel mode. */
async function ticks(pid: number | undefined): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, "utf8")).replace(/^.*\) /, "").split(" ");
  return Number(fields[11]) + Number(fields[12]);
}

const mean = (of: number[]) => of.reduce((sum, each) => sum + each, 0) / of.length;

const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
