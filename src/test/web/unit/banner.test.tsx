import { afterEach, expect, test } from "vitest";
import type { Platform } from "web/api/schemas";
import { platformIs } from "web/live/store";
import { Banner } from "web/shell/banner";
import { shown } from "./shown";

const SINCE = "2026-11-22T13:23:33Z";
const at = { embedded: true, reachable: true, since: SINCE };
const WELL: Platform = {
  sluice: { version: "1", commit: "0" },
  kafka: { bootstrapServers: "a:1", ...at },
  postgres: { host: "a", port: 2, database: "b", user: "c", ...at },
  mongo: { address: "a:3", ...at },
  spark: { version: "3", master: "local", ...at },
};

afterEach(() => platformIs(WELL, { state: "OWNER" }));

test("while Postgres is away what is shown is grey, and it says since when", async () => {
  platformIs({ ...WELL, postgres: { ...WELL.postgres, reachable: false, lastError: "refused" } }, { state: "OWNER" });
  const page = await shown(<Banner />);
  expect(page.querySelector("[role=alert]")?.textContent).toMatch(
    /^Postgres cannot be reached since .*:23:33.*: refused\. What you see is as of then\. Pipelines go on/,
  );
  expect(document.documentElement.classList.contains("stale")).toBe(true);
});

test("a store that is away makes nothing grey, and hides no other banner", async () => {
  const mongo = { ...WELL.mongo, reachable: false };
  platformIs({ ...WELL, mongo }, { state: "STANDBY", detail: "Another one runs them." });
  const page = await shown(<Banner />);
  expect(page.textContent).toContain("Mongo cannot be reached since");
  expect(page.textContent).toContain("Standby. Another one runs them.");
  expect(document.documentElement.classList.contains("stale")).toBe(false);
});
