import { test as base } from "@playwright/test";
import { pageHandler } from "../dev/page";
import { FakeSluice, type PageHandler } from "../fake/server";
import type { Scene } from "../fake/world";

interface TestFixtures {
  /** Starts a made-up Sluice; it ends with the test. */
  fake: (scene: Scene) => Promise<{ sluice: FakeSluice; url: string }>;
}

interface WorkerFixtures {
  bundle: PageHandler;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures out of it
  bundle: [async ({}, use) => use(await pageHandler()), { scope: "worker" }],
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
