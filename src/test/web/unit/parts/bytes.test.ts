import { expect, test } from "vitest";
import { base64Of, bytesOf, bytesOfHex, hexOf } from "web/parts/bytes";

test("bytes are read from text and from base64, and written back", () => {
  expect([...bytesOf("é", "utf8")]).toEqual([0xc3, 0xa9]);
  expect([...bytesOf("/wA=", "base64")]).toEqual([255, 0]);
  expect(base64Of(Uint8Array.of(255, 0))).toBe("/wA=");
});

test("hex has sixteen bytes a line, with what is ASCII beside them", () => {
  const lines = hexOf(Uint8Array.from({ length: 18 }, (_, at) => at + 0x3b)).split("\n");
  expect(lines[0]).toBe("00000000  3b 3c 3d 3e 3f 40 41 42  43 44 45 46 47 48 49 4a  ;<=>?@ABCDEFGHIJ");
  expect(lines[1]).toBe("00000010  4b 4c                                             KL");
});

test("hex that somebody writes is read, and what is none is not", () => {
  expect([...(bytesOfHex("00 ff\n0A") ?? [])]).toEqual([0, 255, 10]);
  expect(bytesOfHex("0")).toBeUndefined();
  expect(bytesOfHex("zz")).toBeUndefined();
});
