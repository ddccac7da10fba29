import { expect, test } from "vitest";
import { curl, curlOf, yaml } from "web/parts/shown";

test("YAML quotes what would be read as something else", () => {
  expect(
    yaml({ a: "true", b: "1e3", c: "plain text", d: "- x", e: "", f: null, g: [{ h: 1, i: [] }], "j: k": "l: m" }),
  ).toBe('a: "true"\nb: "1e3"\nc: plain text\nd: "- x"\ne: ""\nf: null\ng:\n  - h: 1\n    i: []\n"j: k": "l: m"\n');
});

test("YAML keeps the lines of a text", () => {
  expect(yaml({ transform: "SELECT a,\n  b\nFROM source", after: "x\n" })).toBe(
    "transform: |-\n  SELECT a,\n    b\n  FROM source\nafter: |\n  x\n",
  );
});

test("a command survives apostrophes and does not expand what is in it", () => {
  expect(curl("POST", "http://h/a?b=1", { a: "it's $HOME `x`" })).toBe(
    `curl -X POST -H 'Content-Type: application/json' 'http://h/a?b=1' \\\n  --data-binary '{\n  "a": "it'\\''s $HOME \`x\`"\n}'`,
  );
  expect(curl("GET", "http://h/a")).toBe("curl http://h/a");
});

test("a command sends digits as they were typed", () => {
  const text = '[{"id": 9007199254740993}]';
  expect(curlOf("POST", "http://h/a", { type: "application/json", text })).toContain(`--data-binary '${text}'`);
});
