import { expect, type Locator, type Page } from "@playwright/test";

/** How somebody works with the page. */
export interface Hands {
  /** A button or a link. */
  press: (what: Locator) => Promise<void>;
  /** A radio button or a check box. */
  choose: (what: Locator) => Promise<void>;
  /** In place of what is there. */
  write: (where: Locator, text: string) => Promise<void>;
}

export const mouse: Hands = {
  press: (what) => what.click(),
  choose: (what) => what.check(),
  write: (where, text) => where.fill(text),
};

/** The most stops on the way to what is wanted: who has to tab oftener gives up. */
const STOPS = 120;

/** The keyboard alone: each thing is reached by Tab, and shows that it was. */
export function keyboard(page: Page): Hands {
  const { keyboard: keys } = page;

  async function stepTo(what: Locator, key: string, hit: (element: Element) => boolean): Promise<void> {
    await expect(what).toBeVisible();
    await expect(what).toBeEnabled();
    for (let stop = 0; stop < STOPS; stop++) {
      if (await what.evaluate(hit)) {
        return;
      }
      await keys.press(key);
    }
    throw new Error(`${what} is not reached with ${STOPS} times ${key}`);
  }

  async function reach(what: Locator): Promise<void> {
    await stepTo(what, "Tab", (element) => (element.getRootNode() as Document).activeElement === element);
    // An editor draws its frame around all of it.
    const isMarked = (element: Element) =>
      getComputedStyle(element).outlineStyle !== "none" || element.closest(".cm-focused") !== null;
    expect(await what.evaluate(isMarked), `${what} shows that it has the focus`).toBe(true);
  }

  return {
    press: async (what) => {
      await reach(what);
      await keys.press("Enter");
    },
    choose: async (what) => {
      const inGroup = (element: Element) => {
        const now = document.activeElement as HTMLInputElement | null;
        const its = element as HTMLInputElement;
        return now === its || (its.type === "radio" && now?.type === "radio" && now.name === its.name);
      };
      await stepTo(what, "Tab", inGroup);
      await stepTo(what, "ArrowDown", (element) => document.activeElement === element);
      if (!(await what.isChecked())) {
        await keys.press("Space");
      }
      await expect(what).toBeChecked();
    },
    write: async (where, text) => {
      await reach(where);
      await keys.press("ControlOrMeta+a");
      await keys.type(text);
    },
  };
}
