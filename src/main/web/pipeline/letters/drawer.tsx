import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { problemIn } from "../../api/client";
import type { Problem } from "../../api/schemas";
import type { DeadLetter, Encoding, LetterEdit, Trial } from "../../api/types";
import { bytesOf, hexDigits } from "../../parts/bytes";
import { Drawer } from "../../parts/drawer";
import { Time } from "../../parts/figures";
import { Payload } from "../../parts/payload";
import { ProblemBox } from "../../parts/problem";
import { leaving, useUnsent } from "../../route/leave";
import { Needs } from "../../session/needs";
import { attempt, placeOf, positionOf } from "./calls";
import { base64OfHex, type Draft, Editor } from "./editor";
import { fieldOf, locate } from "./reason";
import { TrialResult } from "./trial";

interface Props {
  /** The pipeline's name. */
  readonly name: string;
  readonly letter: DeadLetter;
  /** Whether orders can be given: not while nobody hears them. */
  readonly isLive: boolean;
  /** Whether an order was given whose end is still to be told. */
  readonly isBusy: boolean;
  /** Whether the last order was not carried out. */
  readonly hasFailed: boolean;
  /** Whether it is a dead letter no more, and is shown for what somebody has written here. */
  readonly isGone: boolean;
  readonly onReplay: (edit: LetterEdit | undefined) => void;
  readonly onClose: () => void;
  /** What has become of the order. */
  readonly children: ComponentChildren;
}

/** A dead letter with all that is known of it, and what can be done with it. */
export function LetterDrawer(props: Props) {
  const { name, letter, isLive, isBusy, hasFailed, isGone, onReplay, onClose, children } = props;
  const [draft, setDraft] = useState<Draft | undefined>(undefined);
  const [sent, setSent] = useState<string | undefined>(undefined);
  const [trial, setTrial] = useState<Trial | undefined>(undefined);
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  const turn = useRef(0);
  const edit = draft && editOf(letter, draft);
  const isWrong = draft !== undefined && edit === undefined;
  // What a replay has taken is not lost with this page.
  const isSent = !hasFailed && draft?.text === sent;
  useUnsent(draft !== undefined && draft.text !== draftOf(letter).text && !isSent);

  /** What was tried before says nothing of what is written now. */
  function write(next: Draft | undefined): void {
    turn.current++;
    setTrial(undefined);
    setDraft(next);
  }

  function give(): void {
    setSent(draft?.text);
    onReplay(edit);
  }

  async function rehearse(): Promise<void> {
    const its = ++turn.current;
    try {
      const tried = await attempt(name, edit ? { edits: [edit] } : { positions: [positionOf(letter)] });
      if (its === turn.current) {
        setTrial(tried);
        setProblem(undefined);
      }
    } catch (thrown) {
      if (its === turn.current) {
        setProblem(problemIn(thrown));
      }
    }
  }

  return (
    <Drawer title={placeOf(letter)} onClose={onClose} onLeave={leaving}>
      {isGone ? (
        <p class="warning" role="status">
          It is a dead letter no more, or not among those that this page lists: somebody may have replayed or deleted
          it. What you wrote stays here until you close it.
        </p>
      ) : null}
      <p class="verdict">
        <span class="stage-name">{letter.stage}</span> {letter.reason}
      </p>
      <Facts letter={letter} />
      {draft ? <Editor draft={draft} onDraft={write} onCancel={() => write(undefined)} /> : <Bytes letter={letter} />}
      <p class="row">
        <Needs of="operator">
          {draft ? null : (
            <button type="button" onClick={() => setDraft(draftOf(letter))}>
              Edit
            </button>
          )}
          <button type="button" disabled={!isLive || isWrong} onClick={rehearse}>
            Try
          </button>
          <button type="button" class="primary" disabled={!isLive || isBusy || isWrong} onClick={give}>
            {draft ? "Replay with this payload" : "Replay"}
          </button>
        </Needs>
      </p>
      {children}
      <ProblemBox problem={problem} />
      {trial ? <TrialResult trial={trial} /> : null}
    </Drawer>
  );
}

/** The payload as it came, with the field marked that did not fit; what a replay carries in its place; the key. */
function Bytes({ letter }: { readonly letter: DeadLetter }) {
  const field = fieldOf(letter.reason);
  const mark = field !== undefined && letter.encoding === "utf8" ? locate(letter.payload ?? "", field) : undefined;
  return (
    <>
      <h3>Payload</h3>
      <Payload text={letter.payload} encoding={letter.encoding} mark={mark} label="Payload as it came" />
      {letter.edit ? (
        <>
          <h3>
            Edited <Time at={letter.edit.at} /> by {letter.edit.by}; a replay carries this
          </h3>
          <Payload text={letter.edit.payload} encoding={letter.edit.encoding} label="Edited payload" />
        </>
      ) : null}
    </>
  );
}

function Facts({ letter }: { readonly letter: DeadLetter }) {
  return (
    <dl class="pairs">
      <dt>Rejected</dt>
      <dd>
        <Time at={letter.rejectedAt} />
      </dd>
      <dt>Record's time</dt>
      <dd>{letter.timestamp ? <Time at={letter.timestamp} /> : `none (${letter.timestampMillis ?? "unset"})`}</dd>
      <dt>Key</dt>
      <dd class="mono">{letter.key === null ? "none" : shown(letter.key, letter.keyEncoding)}</dd>
      <dt>Headers</dt>
      <dd class="mono">
        {letter.headers.length === 0 ? "none" : null}
        {letter.headers.map((header, at) => (
          <div key={at}>
            {header.name} = {header.value === undefined ? "no value" : shown(header.value, header.encoding)}
          </div>
        ))}
      </dd>
    </dl>
  );
}

/** Bytes of a key or of a header's value that are shown of what is no text. */
const SHOWN = 64;

function shown(text: string, encoding: Encoding | undefined): string {
  return encoding === "base64" ? `0x ${hexDigits(bytesOf(text, encoding).subarray(0, SHOWN))}` : text;
}

function draftOf(letter: DeadLetter): Draft {
  const { payload, encoding } = letter.edit ?? letter;
  return encoding === "base64"
    ? { text: hexDigits(bytesOf(payload ?? "", encoding)), as: "hex" }
    : { text: payload ?? "", as: "text" };
}

/** @returns undefined while the draft is no hex */
function editOf(letter: DeadLetter, draft: Draft): LetterEdit | undefined {
  const position = positionOf(letter);
  if (draft.as === "text") {
    return { position, payload: draft.text, encoding: "utf8" };
  }
  const payload = base64OfHex(draft.text);
  return payload === undefined ? undefined : { position, payload, encoding: "base64" };
}
