import { ask, get, path, problemIn } from "../api/client";
import type { Status } from "../api/schemas";
import { answered, asked, type Order, ordered, world } from "./store";

/** Milliseconds between two looks at whether an order came about. */
const LOOK = 2_000;

/**
 * Orders it, and shows it as ordered until the server says that it is so. While one order stands no other one is given: a
 * second click may come before the first one is drawn. @throws Refusal and forgets the order
 */
export async function order(name: string, verb: Exclude<Order, "delete">): Promise<void> {
  if (world.pipelines.get(name)?.ordered !== undefined) {
    return;
  }
  ordered(name, verb);
  try {
    const { data } = await ask<Status>(path`/pipelines/${name}/` + verb, { method: "POST" });
    answered(name, data);
  } catch (thrown) {
    ordered(name, undefined);
    throw thrown;
  }
  setTimeout(look, LOOK, name);
}

/** Events tell at once what becomes of an order; one that was missed, as by a page that polls, must not hide it for good. */
async function look(name: string): Promise<void> {
  if (world.pipelines.get(name)?.orderedAt === undefined) {
    return;
  }
  try {
    if (!document.hidden) {
      asked(name, await get<Status>(path`/pipelines/${name}/status`));
    }
  } catch (thrown) {
    if (problemIn(thrown).status === 404) {
      ordered(name, undefined);
      return;
    }
    // Whoever does not answer now may do so later.
  }
  setTimeout(look, LOOK, name);
}

export async function remove(name: string, purge: boolean): Promise<void> {
  ordered(name, "delete");
  try {
    await ask(path`/pipelines/${name}`, { method: "DELETE", query: { purge }, patience: 120_000 });
  } catch (thrown) {
    ordered(name, undefined);
    throw thrown;
  }
}
