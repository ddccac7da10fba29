import { useId } from "preact/hooks";
import { base64Of, bytesOfHex } from "../../parts/bytes";

/** A payload that somebody writes. */
export interface Draft {
  readonly text: string;
  readonly as: "text" | "hex";
}

interface Props {
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
  readonly onCancel: () => void;
}

/** Writes another payload. What was no text is written in hex. */
export function Editor({ draft, onDraft, onCancel }: Props) {
  const id = useId();
  const isWrong = draft.as === "hex" && bytesOfHex(draft.text) === undefined;
  return (
    <div class="editor">
      <label for={id}>{draft.as === "hex" ? "New payload, in hex" : "New payload"}</label>
      <textarea
        id={id}
        spellcheck={false}
        rows={8}
        value={draft.text}
        aria-invalid={isWrong}
        aria-describedby={`${id}-fault`}
        onInput={(event) => onDraft({ ...draft, text: event.currentTarget.value })}
      />
      <p id={`${id}-fault`} class="fault">
        {isWrong ? "is no hex: write two digits for each byte" : ""}
      </p>
      <div class="row">
        {draft.as === "text" ? (
          <button type="button" onClick={() => onDraft({ ...draft, text: indented(draft.text) })}>
            Indent
          </button>
        ) : null}
        <button type="button" onClick={onCancel}>
          Leave as it was
        </button>
      </div>
      <p class="quiet">Key and headers stay. The bytes that came are kept beside what you write.</p>
    </div>
  );
}

/** @returns undefined for what is no hex */
export function base64OfHex(text: string): string | undefined {
  const bytes = bytesOfHex(text);
  return bytes && base64Of(bytes);
}

/** JSON with a line for each member; of large numbers the digits stay, for they are not read. Else the same text. */
function indented(text: string): string {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  let depth = 0;
  return text.replace(/"(?:\\.|[^"\\])*"|[{}[\],:]|\s+/g, (token) => {
    switch (token) {
      case "{":
      case "[":
        return `${token}\n${"  ".repeat(++depth)}`;
      case "}":
      case "]":
        return `\n${"  ".repeat(--depth)}${token}`;
      case ",":
        return `,\n${"  ".repeat(depth)}`;
      case ":":
        return ": ";
      default:
        return token.startsWith('"') ? token : "";
    }
  });
}
