import { afterEach, expect, test } from "vitest";
import { connected, platformIs } from "web/live/store";
import { Frame } from "web/pipeline/frame";
import { Header } from "web/shell/header";
import { answering, shown } from "./shown";

afterEach(() => {
  platformIs({}, { state: "OWNER" });
  connected("live");
});

test("on standby a pipeline is not known, rather than gone", async () => {
  const { world } = answering("standby");
  platformIs(world.platform(), world.platform().owner);
  const page = await shown(<Frame name="orders" tab="overview" rest={[]} />);
  expect(page.querySelector("h1")?.textContent).toBe("“orders” is not known here");
  platformIs(world.platform(), { state: "OWNER" });
  const owner = await shown(<Frame name="orders" tab="overview" rest={[]} />);
  expect(owner.querySelector("h1")?.textContent).toBe("There is no pipeline “orders”");
});

test("a page that has lost its connection does not know whether services are up", async () => {
  const { world } = answering("well");
  platformIs(world.platform(), { state: "OWNER" });
  const header = () => shown(<Header place={{ page: "home" }} onPalette={() => undefined} />);
  expect((await header()).querySelector(".lamps")?.textContent).toContain("Kafka up");
  connected("lost");
  expect((await header()).querySelector(".lamps")?.textContent).toContain("Kafka not known");
});
