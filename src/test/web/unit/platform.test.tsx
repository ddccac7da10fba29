import { expect, test } from "vitest";
import { Limits, limitsIn } from "web/platform/limits";
import { answering, shown } from "./shown";

test("the limits are those of the API's own document", async () => {
  const { asked } = answering("well");
  const page = await shown(<Limits />);
  expect(asked).toEqual(["GET /v3/api-docs"]);
  expect(
    [...page.querySelectorAll("tbody tr")].map((row) => [...row.children].map((cell) => cell.textContent)),
  ).toEqual([
    ["Read the newest records of a topic", "limit", "500"],
    ["Try a definition", "sample.limit", "1,000"],
    ["Try a definition", "sample.records", "1,000"],
  ]);
});

test("a shape that has itself as a part is read to an end", () => {
  const schema = { $ref: "#/components/schemas/Tree" };
  const paths = { "/api/v1/x": { post: { requestBody: { content: { "application/json": { schema } } } } } };
  const schemas = { Tree: { properties: { left: schema, size: { maximum: 3 } } } };
  expect(limitsIn({ paths, components: { schemas } })).toEqual([
    { what: "", of: "left.size", most: 3 },
    { what: "", of: "size", most: 3 },
  ]);
});
