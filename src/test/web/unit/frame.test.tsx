import { act } from "preact/test-utils";
import { expect, test, vi } from "vitest";
import type { Platform } from "web/api/schemas";
import { flush, snapshot } from "web/live/store";
import { Shell } from "web/shell/shell";
import { answering, click, settled, shown } from "./shown";

vi.mock("web/pipeline/proof/proof", () => ({
  Proof: () => {
    throw new Error("broken");
  },
}));

test("a tab that fails leaves the rest of the pipeline's page, and the next tab is shown", async () => {
  const { world } = answering("well");
  history.replaceState(0, "", "/pipelines/orders/proof");
  snapshot(
    world.pipelines.map((flow) => flow.summary()),
    world.platform() as Platform,
  );
  const page = await shown(<Shell />);
  await act(() => flush());
  await vi.waitFor(() => expect(page.textContent).toContain("This part of the page failed"));
  expect(page.querySelector("h1")?.textContent).toBe("orders");
  await click([...page.querySelectorAll("nav.tabs a")].find((each) => each.textContent === "Positions"));
  await vi.waitFor(() => expect(page.textContent).toContain("Goes on at"));
  await settled();
  expect(page.textContent).not.toContain("This part of the page failed");
});
