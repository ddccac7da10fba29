import type { Encoding } from "../api/types";

/** The bytes of what the API wrote as text or as base64. */
export function bytesOf(text: string, encoding: Encoding | undefined): Uint8Array {
  if (encoding !== "base64") {
    return new TextEncoder().encode(text);
  }
  const binary = atob(text);
  return Uint8Array.from(binary, (sign) => sign.charCodeAt(0));
}

/** Writes bytes as base64. */
export function base64Of(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) {
    binary += String.fromCharCode(byte);
  }
  return btoa(binary);
}

/** Lines of sixteen bytes: where they stand, the bytes, and what of them is ASCII. */
export function hexOf(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const line = bytes.subarray(at, at + 16);
    const hex = Array.from(line, (byte) => byte.toString(16).padStart(2, "0"));
    const first = hex.slice(0, 8).join(" ");
    const last = hex.slice(8).join(" ");
    const ascii = Array.from(line, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "."));
    lines.push(`${at.toString(16).padStart(8, "0")}  ${`${first}  ${last}`.padEnd(49)} ${ascii.join("")}`);
  }
  return lines.join("\n");
}

/** Two digits for each byte. */
export function hexDigits(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}

/** Reads bytes as somebody writes them in hex, spaces wherever he likes; undefined for what is none. */
export function bytesOfHex(text: string): Uint8Array | undefined {
  const digits = text.replace(/\s/g, "");
  if (digits.length % 2 !== 0 || /[^0-9a-f]/i.test(digits)) {
    return undefined;
  }
  return Uint8Array.from({ length: digits.length / 2 }, (_, at) =>
    Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16),
  );
}
