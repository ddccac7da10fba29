import { test } from "../fixtures";
import { mouse } from "../hands";
import { tour } from "../tour";

test("the README's tour is clicked, from a topic's first record to a proof", async ({ page, sluice, soon }) => {
  test.setTimeout(240_000);
  await tour(page, mouse, sluice, "my_quotes", soon);
});
