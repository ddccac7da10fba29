import { type ComponentChild, render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, vi } from "vitest";
import { answers } from "../fake/answers";
import type { Scene } from "../fake/scene";
import { World } from "../fake/world";

let root: HTMLElement | undefined;

afterEach(() => {
  if (root !== undefined) {
    render(null, root);
    root.remove();
    root = undefined;
  }
  vi.unstubAllGlobals();
  history.replaceState(null, "", "/");
});

/** Shows it in the document, as it is once what it asks for has come. */
export async function shown(what: ComponentChild): Promise<HTMLElement> {
  root = document.body.appendChild(document.createElement("main"));
  const at = root;
  await act(() => render(what, at));
  await settled();
  return at;
}

/** Waits until what was asked for has come and is drawn. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) {
    await act(() => new Promise((resolve) => setTimeout(resolve, 0)));
  }
}

export async function click(element: Element | null | undefined): Promise<void> {
  if (!(element instanceof HTMLElement)) {
    throw new Error("there is nothing to click");
  }
  await act(() => element.click());
  await settled();
}

/** The button that says this. */
export function button(within: ParentNode, text: string | RegExp): HTMLButtonElement | undefined {
  return [...within.querySelectorAll("button")].find((each) =>
    typeof text === "string" ? each.textContent?.trim() === text : text.test(each.textContent ?? ""),
  );
}

/**
 * Lets a made-up Sluice answer the page.
 *
 * @returns the world behind it, and what was asked, as `GET /path?query`
 */
export function answering(scene: Scene): { world: World; asked: string[] } {
  const world = new World(scene);
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (address: string, init: { method?: string; body?: string | null } = {}) => {
    const method = init.method ?? "GET";
    const url = new URL(address, "http://sluice");
    asked.push(`${method} ${url.pathname.replace("/api/v1", "")}${url.search}`);
    const [status, body] = answers(world, method, url, init.body ? JSON.parse(init.body) : undefined) ?? [
      404,
      { type: "/problems/not-found", title: "There is none", status: 404, detail: "None.", instance: url.pathname },
    ];
    return new Response(body === undefined ? null : JSON.stringify(body), { status });
  });
  return { world, asked };
}
