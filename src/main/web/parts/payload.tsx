import { useState } from "preact/hooks";
import type { Encoding } from "../api/types";
import { bytesOf, hexOf } from "./bytes";
import { number } from "./format";

interface Props {
  /** Null or undefined where there are no bytes, as of a tombstone. */
  readonly text: string | null | undefined;
  readonly encoding: Encoding | undefined;
  /** What is marked in it, in UTF-16 units. */
  readonly mark?: { readonly from: number; readonly to: number } | undefined;
  /** What it is, for those who hear the page. */
  readonly label: string;
}

/** The most bytes that are shown in hex: a line for each sixteen of a megabyte would hold the page up. */
const HEX = 16_384;

/** Bytes as text, where they are text, or in hex. Always as text nodes. */
export function Payload({ text, encoding, mark, label }: Props) {
  const [asHex, setAsHex] = useState(false);
  if (text === null || text === undefined) {
    return <p class="quiet">No value: a tombstone.</p>;
  }
  const isText = encoding !== "base64";
  const shown = isText && !asHex;
  return (
    <div class="payload">
      {isText ? (
        <button type="button" class="small payload-as" aria-pressed={asHex} onClick={() => setAsHex(!asHex)}>
          Hex
        </button>
      ) : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard. */}
      <section class="payload-bytes" tabIndex={0} aria-label={label}>
        <pre class={shown ? undefined : "hex"}>
          {shown ? marked(text, mark) : <Hex bytes={bytesOf(text, encoding)} />}
        </pre>
      </section>
    </div>
  );
}

function marked(text: string, mark: Props["mark"]) {
  return mark ? (
    <>
      {text.slice(0, mark.from)}
      <mark>{text.slice(mark.from, mark.to)}</mark>
      {text.slice(mark.to)}
    </>
  ) : (
    text
  );
}

function Hex({ bytes }: { readonly bytes: Uint8Array }) {
  const more = bytes.length - HEX;
  return (
    <>
      {hexOf(bytes.subarray(0, HEX))}
      {more > 0 ? `\n… and ${number(more)} more bytes` : ""}
    </>
  );
}
