import { act } from "preact/test-utils";
import { afterEach, expect, test, vi } from "vitest";
import { Keys } from "web/shell/keys";
import { matching } from "web/shell/palette";
import { shown } from "./shown";

afterEach(() => localStorage.clear());

const press = (key: string, ctrlKey = false) =>
  act(() => void dispatchEvent(new KeyboardEvent("keydown", { key, ctrlKey, cancelable: true })));

test("single letters can be turned off, which is remembered, and Ctrl K still leads everywhere", async () => {
  const ask = vi.fn();
  const page = await shown(<Keys asked="keys" onAsk={ask} />);
  const box = page.querySelector<HTMLInputElement>("input[type=checkbox]");
  expect(box?.checked).toBe(true);
  page.querySelector("dialog")?.removeAttribute("open");
  await press("n");
  expect(location.pathname).toBe("/new");
  history.replaceState(null, "", "/");
  await act(() => box?.click());
  await press("n");
  await press("?");
  expect(location.pathname).toBe("/");
  expect(ask).not.toHaveBeenCalled();
  await press("k", true);
  expect(ask).toHaveBeenCalledWith("palette");
  expect(localStorage.getItem("sluice.letter-keys")).toBe("off");
});

test("the palette leads to the keys, for whoever has turned the letter off", async () => {
  const ask = vi.fn();
  const page = await shown(<Keys asked="palette" onAsk={ask} />);
  const keys = [...page.querySelectorAll<HTMLElement>("[role=option]")].find((each) => each.textContent === "Keys");
  await act(() => keys?.click());
  expect(ask).toHaveBeenCalledWith("keys");
  expect(matching([{ name: "Keys", path: "?" }], "keys")).toHaveLength(1);
});
