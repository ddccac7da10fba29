import { useState } from "preact/hooks";
import { act } from "preact/test-utils";
import { expect, test, vi } from "vitest";
import type { Platform, Summary } from "web/api/schemas";
import { Home } from "web/home/home";
import { useAcross } from "web/live/hooks";
import * as store from "web/live/store";
import { Boundary } from "web/parts/boundary";
import { button, click, shown } from "./shown";

const platform = { kafka: { reachable: true } } as Platform;
const summary = (name: string, state: Summary["state"]): Summary => ({ name, state, rowsPerSecond: 0 });

let select: (state: string) => void = () => undefined;

function Names() {
  const [state, setState] = useState("RUNNING");
  select = setState;
  const names = useAcross((all) =>
    [...all.values()]
      .filter((live) => live.summary.state === state)
      .map((live) => live.summary.name)
      .join(),
  );
  return <p>{names}</p>;
}

test("what is selected by something that changed since is drawn again, too", async () => {
  store.snapshot([summary("a", "RUNNING")], platform);
  const page = await shown(<Names />);
  await act(() => select("STOPPED"));
  expect(page.textContent).toBe("");
  await act(() => {
    store.summarized(summary("a", "STOPPED"));
    store.flush();
  });
  await vi.waitFor(() => expect(page.textContent).toBe("a"));
});

test("a page that fails says so, and what is around it stays", async () => {
  let isBroken = true;
  const Part = () => {
    if (isBroken) {
      throw new Error("broken");
    }
    return <p>whole</p>;
  };
  const page = await shown(
    <Boundary>
      <Part />
    </Boundary>,
  );
  expect(page.querySelector("h1")?.textContent).toBe("The page failed");
  expect(page.textContent).toContain("broken");
  isBroken = false;
  await click(button(page, "Try again"));
  expect(page.textContent).toBe("whole");
});

test("home has one heading of the first rank, whatever there is", async () => {
  store.snapshot([], { ...platform, owner: { state: "OWNER" } } as Platform);
  const page = await shown(<Home />);
  expect([...page.querySelectorAll("h1")].map((each) => each.textContent)).toEqual(["There is no pipeline yet"]);
  await act(() => {
    store.snapshot([summary("a", "RUNNING")], platform);
    store.flush();
  });
  await vi.waitFor(() =>
    expect([...page.querySelectorAll("h1")].map((each) => each.textContent)).toEqual(["Pipelines"]),
  );
});
