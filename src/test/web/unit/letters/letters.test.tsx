import { act } from "preact/test-utils";
import { expect, test, vi } from "vitest";
import type { Summary } from "web/api/schemas";
import { flush, summarized } from "web/live/store";
import { Letters } from "web/pipeline/letters/letters";
import { isUnsent } from "web/route/leave";
import { go } from "web/route/place";
import { Leaving } from "web/shell/leaving";
import { MARKUP } from "../../fake/scene";
import { answering, button, click, settled, shown } from "../shown";

const tab = () => shown(<Letters name="orders" rest={[]} />);

test("bars filter, and the address holds what is chosen", async () => {
  const { asked } = answering("troubled");
  const page = await tab();
  await click(button(page.querySelector('[aria-label="Stage"]') ?? page, /^decode/));
  expect(location.search).toBe("?stage=decode");
  expect(asked).toContain("GET /pipelines/orders/dead-letters?stage=decode&size=50");
  const stages = [...page.querySelectorAll("td.stage-of")].map((cell) => cell.textContent);
  expect(new Set(stages)).toEqual(new Set(["decode"]));
  await click(button(page, "Show all"));
  expect(location.search).toBe("");
});

test("an address with a filter shows just those letters", async () => {
  answering("troubled");
  history.replaceState(null, "", "/?q=id%3D&stage=decode");
  const page = await tab();
  expect(page.querySelector<HTMLInputElement>("input[type=search]")?.value).toBe("id=");
  for (const cell of page.querySelectorAll("td.excerpt")) {
    expect(cell.textContent).toContain("id=");
  }
});

test("what takes many counts them first, and does nothing before the second click", async () => {
  const { world, asked } = answering("troubled");
  const page = await tab();
  await click(button(page, "Delete all…"));
  expect(asked.at(-1)).toBe("DELETE /pipelines/orders/dead-letters?dryRun=true");
  expect(world.pipeline("orders")?.letters).toHaveLength(340);
  expect(button(page, "Delete 340")).toBe(document.activeElement);
  await click(button(page, "Delete 340"));
  expect(world.pipeline("orders")?.letters).toHaveLength(0);
  expect(page.textContent).toContain("No dead letters");
});

test("what is selected is replayed by its positions", async () => {
  const { world } = answering("troubled");
  const page = await tab();
  for (const box of [...page.querySelectorAll<HTMLInputElement>("tbody input[type=checkbox]")].slice(0, 2)) {
    await click(box);
  }
  await click(button(page, "Replay 2 selected…"));
  vi.useFakeTimers({ toFake: ["setTimeout"], shouldAdvanceTime: true, advanceTimeDelta: 200 });
  await click(button(page, "Replay 2"));
  await vi.waitFor(() => expect(page.textContent).toContain("Replayed 2 dead letters: 2 stored."));
  vi.useRealTimers();
  expect(world.pipeline("orders")?.letters).toHaveLength(338);
});

test("a letter opens with its field marked, can be edited and tried", async () => {
  answering("troubled");
  history.replaceState(null, "", "/?stage=decode&reason=field*");
  const page = await tab();
  await click(page.querySelector("[data-letter]"));
  const drawer = page.querySelector("dialog") ?? page;
  expect(location.search).toContain("letter=orders");
  expect(drawer.querySelector("mark")?.textContent).toBe('"twelve"');
  expect(drawer.textContent).toContain("source = shop");
  await click(button(drawer, "Try"));
  expect(drawer.querySelector(".misfit dt")?.textContent).toBe("amount");
  await click(button(drawer, "Edit"));
  const text = drawer.querySelector("textarea");
  if (text) {
    text.value = '{"id":1,"amount":12}';
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }
  await settled();
  await click(button(drawer, "Try"));
  expect(drawer.textContent).toContain("Would be stored, as one row");
  expect(button(drawer, "Replay with this payload")?.disabled).toBe(false);
});

test("markup stays text", async () => {
  answering("hostile");
  const page = await tab();
  await click(page.querySelector("[data-letter]"));
  expect(page.textContent).toContain(MARKUP);
  expect(page.querySelector("img, script")).toBeNull();
});

test("a letter that is not on the page is said to be elsewhere, with what is known of its record", async () => {
  const { asked } = answering("troubled");
  history.replaceState(null, "", "/?letter=orders/0/999999999/decode");
  const page = await tab();
  expect(page.querySelector("dialog")?.textContent).toContain("is not among those that this page lists");
  expect(asked).toContain("GET /pipelines/orders/records/orders/0/999999999");
});

test("a question about one filter is taken back when another one is chosen", async () => {
  answering("troubled");
  const page = await tab();
  await click(button(page, "Delete all…"));
  expect(button(page, "Delete 340")).toBeDefined();
  await click(button(page.querySelector('[aria-label="Stage"]') ?? page, /^decode/));
  expect(button(page, "Delete 340")).toBeUndefined();
});

test("a replay is ordered once, however often it is clicked", async () => {
  const { asked } = answering("troubled");
  const page = await tab();
  await click(page.querySelector("[data-letter]"));
  const replay = button(page.querySelector("dialog") ?? page, "Replay");
  await act(() => void [replay?.click(), replay?.click()]);
  await settled();
  expect(asked.filter((each) => each === "POST /pipelines/orders/dead-letters/replay")).toHaveLength(1);
});

test("while a replay runs no other one can be ordered", async () => {
  answering("troubled");
  const page = await tab();
  await click(page.querySelector("tbody input[type=checkbox]"));
  await click(button(page, "Replay 1 selected…"));
  await click(button(page, "Replay 1"));
  expect(page.textContent).toContain("Replaying:");
  expect(button(page, "Replay all…")?.disabled).toBe(true);
  await click(page.querySelector("[data-letter]"));
  expect(button(page.querySelector("dialog") ?? page, "Replay")?.disabled).toBe(true);
});

test("a replay is followed past an answer that was lost", async () => {
  answering("troubled");
  const whole = fetch;
  let lost = 0;
  vi.stubGlobal("fetch", (address: string, init: RequestInit) =>
    address.includes("/replays/") && lost++ < 2 ? Promise.reject(new TypeError("lost")) : whole(address, init),
  );
  const page = await tab();
  await click(page.querySelector("tbody input[type=checkbox]"));
  await click(button(page, "Replay 1 selected…"));
  vi.useFakeTimers({ toFake: ["setTimeout"], shouldAdvanceTime: true });
  await click(button(page, "Replay 1"));
  await act(async () => void (await vi.advanceTimersByTimeAsync(6_000)));
  vi.useRealTimers();
  expect(page.textContent).toContain("Replayed one dead letter: 1 stored.");
  expect(lost).toBe(3);
});

test("a replay that runs already is followed by whoever opens the tab", async () => {
  answering("troubled");
  const whole = fetch;
  vi.stubGlobal("fetch", async (address: string, init: RequestInit) => {
    const items = [{ id: "r", state: "RUNNING", matched: 9, tried: 4, stored: 4, filtered: 0, rejected: 0, left: 5 }];
    return address.endsWith("/replays") ? new Response(JSON.stringify({ items })) : whole(address, init);
  });
  const page = await tab();
  expect(page.textContent).toContain("Replaying: 4 of 9 tried");
  expect(button(page, "Replay all…")?.disabled).toBe(true);
  await vi.waitFor(() => expect(page.querySelector(".letter-order")?.textContent).toContain("Replayed"), 5_000);
});

test("an edited payload is not lost by Escape or another tab without a question", async () => {
  answering("troubled");
  const page = await shown(
    <>
      <Letters name="orders" rest={[]} />
      <Leaving />
    </>,
  );
  await click(page.querySelector("[data-letter]"));
  const drawer = page.querySelector<HTMLDialogElement>("dialog.drawer");
  await click(button(drawer ?? page, "Edit"));
  const text = drawer?.querySelector("textarea");
  await act(() => {
    if (text) {
      text.value = "mine";
      text.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  const pressed = new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true });
  await act(() => void text?.dispatchEvent(pressed));
  expect(pressed.defaultPrevented).toBe(true);
  expect(page.textContent).toContain("Lose what you wrote?");
  await click(button(page, "Stay"));
  expect(page.textContent).not.toContain("Lose what you wrote?");
  expect(page.querySelector("textarea")?.value).toBe("mine");
  const { search } = location;
  await act(() => go("pipelines/orders/proof"));
  expect(location.search).toBe(search);
  await click(button(page, "Leave"));
  expect(location.pathname).toBe("/pipelines/orders/proof");
});

/** Opens the first letter and writes something else. */
async function written(page: HTMLElement): Promise<HTMLElement> {
  await click(page.querySelector("[data-letter]"));
  const drawer = page.querySelector<HTMLElement>("dialog.drawer") ?? page;
  await click(button(drawer, "Edit"));
  const text = drawer.querySelector("textarea");
  await act(() => {
    if (text) {
      text.value = '{"id":1,"mine":true}';
      text.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  return drawer;
}

test("what is written in a letter stays when another replay takes the letter", async () => {
  const { world } = answering("troubled");
  const whole = fetch;
  vi.stubGlobal("fetch", async (address: string, init: RequestInit) => {
    const items = [{ id: "r", state: "RUNNING", matched: 9, tried: 4, stored: 4, filtered: 0, rejected: 0, left: 5 }];
    return address.endsWith("/replays") ? new Response(JSON.stringify({ items })) : whole(address, init);
  });
  const page = await tab();
  await written(page);
  Object.assign(world.pipeline("orders") ?? {}, { letters: [] });
  await vi.waitFor(() => expect(page.textContent).toContain("It is a dead letter no more"), 5_000);
  expect(page.querySelector("textarea")?.value).toBe('{"id":1,"mine":true}');
  expect(isUnsent()).toBe(true);
});

test("a letter whose edited payload was replayed is closed, and nothing is asked", async () => {
  answering("troubled");
  history.replaceState(null, "", "/?stage=decode&reason=field*");
  const page = await tab();
  const drawer = await written(page);
  await click(button(drawer, "Replay with this payload"));
  expect(isUnsent()).toBe(false);
  await vi.waitFor(() => expect(page.querySelector("dialog.drawer")).toBeNull(), 5_000);
  expect(page.textContent).toContain("Replayed one dead letter: 1 stored.");
});

test("what is written is guarded again when its replay fails", async () => {
  answering("troubled");
  const whole = fetch;
  vi.stubGlobal("fetch", async (address: string, init: RequestInit) =>
    address.endsWith("/dead-letters/replay")
      ? new Response(JSON.stringify({ title: "Away", status: 503, type: "", detail: "", instance: "" }), {
          status: 503,
        })
      : whole(address, init),
  );
  const page = await tab();
  const drawer = await written(page);
  await click(button(drawer, "Replay with this payload"));
  await vi.waitFor(() => expect(page.textContent).toContain("Away"));
  expect(isUnsent()).toBe(true);
});

test("letters that somebody else has replayed go from the list by themselves", async () => {
  const { world } = answering("well");
  const flow = world.pipeline("orders");
  const summary = flow?.summary();
  if (flow === undefined || summary?.counters === undefined) {
    throw new Error("there is no pipeline");
  }
  summarized(summary);
  const page = await tab();
  expect(page.querySelectorAll("[data-letter]")).toHaveLength(27);
  flow.letters = flow.letters.slice(0, 20);
  await act(() => {
    summarized({ ...summary, counters: { ...summary.counters, rejected: 20 } } as Summary);
    flush();
  });
  await vi.waitFor(() => expect(page.querySelectorAll("[data-letter]")).toHaveLength(20), 3_000);
});

test("what is typed is guarded before it is painted", async () => {
  answering("troubled");
  const page = await tab();
  await click(page.querySelector("[data-letter]"));
  const drawer = page.querySelector<HTMLElement>("dialog.drawer") ?? page;
  await click(button(drawer, "Edit"));
  const text = drawer.querySelector("textarea");
  if (text) {
    text.value = "mine";
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }
  await Promise.resolve();
  expect(isUnsent()).toBe(true);
});
