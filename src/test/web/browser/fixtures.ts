import { test as base } from "@playwright/test";
import { pageHandler } from "../dev/page";
import type { Scene } from "../fake/scene";
import { FakeSluice, type PageHandler } from "../fake/server";
import { RealSluice } from "./real";

interface TestFixtures {
  /** Starts a made-up Sluice; it ends with the test. */
  fake: (scene: Scene) => Promise<{ sluice: FakeSluice; url: string }>;
}

export interface WorkerFixtures {
  /**
   * Milliseconds within which a page has to show what happened elsewhere. Two seconds is what is promised of a machine
   * that has time; CI's may be at anything else besides, so `short` asks whether it comes, and `all` when.
   */
  soon: number;
  bundle: PageHandler;
  /** A Sluice out of the jar, one for all tests. */
  sluice: RealSluice;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  soon: [15_000, { scope: "worker", option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures out of it
  bundle: [async ({}, use) => use(await pageHandler()), { scope: "worker" }],
  sluice: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures out of it
    async ({}, use) => {
      const sluice = await RealSluice.begin();
      try {
        await use(sluice);
      } finally {
        await sluice.end();
      }
    },
    { scope: "worker", timeout: 240_000 },
  ],
  fake: async ({ bundle }, use) => {
    const running: FakeSluice[] = [];
    await use(async (scene) => {
      const sluice = new FakeSluice(scene, bundle);
      running.push(sluice);
      return { sluice, url: await sluice.start() };
    });
    await Promise.all(running.map((sluice) => sluice.stop()));
  },
});

export { expect } from "@playwright/test";
