import { ask, path } from "../api/client";
import type { Status } from "../api/schemas";
import { answered, type Order, ordered } from "./store";

/** Orders it, and shows it as ordered until the server says that it is so. @throws Refusal and forgets the order */
export async function order(name: string, verb: Exclude<Order, "delete">): Promise<void> {
  ordered(name, verb);
  try {
    const { data } = await ask<Status>(path`/pipelines/${name}/` + verb, { method: "POST" });
    answered(name, data);
  } catch (thrown) {
    ordered(name, undefined);
    throw thrown;
  }
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
