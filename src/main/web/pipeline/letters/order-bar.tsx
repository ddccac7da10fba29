import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Replay } from "../../api/types";
import { number } from "../../parts/format";
import { ProblemBox } from "../../parts/problem";
import type { Orders, Wish } from "./orders";

/** Asks before an order is given, with the count, and tells how far it is and what came of it. */
export function OrderBar({ orders, isLive }: { readonly orders: Orders; readonly isLive: boolean }) {
  const { step } = orders;
  switch (step.at) {
    case "rest":
      return null;
    case "counting":
      return <p class="card row letter-order">Counting…</p>;
    case "asking":
      return <Question wish={step.wish} matched={step.matched} orders={orders} isLive={isLive} />;
    case "ordered":
      return <p class="card row letter-order">{step.wish.kind === "replay" ? "Replay ordered…" : "Deleting…"}</p>;
    case "running":
      return <Running replay={step.replay} />;
    case "replayed":
      return (
        <Told orders={orders} bad={step.replay.state === "FAILED" || step.replay.rejected > 0}>
          {outcomeOf(step.replay)}
        </Told>
      );
    case "deleted":
      return <Told orders={orders}>Deleted. The counters still include them.</Told>;
    case "failed":
      return (
        <Told orders={orders} bad>
          <ProblemBox problem={step.problem} />
        </Told>
      );
  }
}

interface QuestionProps {
  readonly wish: Wish;
  readonly matched: number | undefined;
  readonly orders: Orders;
  readonly isLive: boolean;
}

function Question({ wish, matched, orders, isLive }: QuestionProps) {
  const yes = useRef<HTMLButtonElement>(null);
  useEffect(() => yes.current?.focus(), []);
  const many = matched === undefined ? "all that match, which are too many to count" : lettersText(matched);
  const verb = wish.kind === "replay" ? "Replay" : "Delete";
  return (
    <section class="card row letter-order" aria-label={`${verb} ${many}?`}>
      <p>
        {wish.kind === "replay"
          ? `Replay ${many} with the definition as it is now?`
          : `Delete ${many} for good? Their records stay in Kafka, as long as it keeps them.`}
      </p>
      <button
        type="button"
        ref={yes}
        class={wish.kind === "delete" ? "danger" : "primary"}
        disabled={!isLive || matched === 0}
        onClick={() => orders.order(wish)}
      >
        {verb} {matched === undefined ? "all" : number(matched)}
      </button>
      <button type="button" onClick={orders.rest}>
        Cancel
      </button>
    </section>
  );
}

function Running({ replay }: { readonly replay: Replay }) {
  return (
    <div class="card row letter-order" role="status">
      <p>
        Replaying: {number(replay.tried)}
        {replay.matched === undefined ? "" : ` of ${number(replay.matched)}`} tried
      </p>
      <progress aria-label="Replay" {...(replay.matched ? { max: replay.matched, value: replay.tried } : {})} />
    </div>
  );
}

interface ToldProps {
  readonly orders: Orders;
  readonly bad?: boolean;
  readonly children: ComponentChildren;
}

function Told({ orders, bad = false, children }: ToldProps) {
  return (
    <div class={bad ? "card row letter-order bad" : "card row letter-order"} role="status">
      <div>{children}</div>
      <button type="button" onClick={orders.rest}>
        Close
      </button>
    </div>
  );
}

/** What came of a replay, in a sentence. */
export function outcomeOf(replay: Replay): string {
  const parts = [
    `${number(replay.stored)} stored`,
    ...(replay.filtered > 0 ? [`${number(replay.filtered)} filtered`] : []),
    ...(replay.rejected > 0 ? [`${number(replay.rejected)} rejected again`] : []),
  ];
  const ignored = replay.ignoredEdits?.length ?? 0;
  const without = replay.withoutStore ?? 0;
  return [
    `Replayed ${lettersText(replay.tried)}: ${parts.join(", ")}.`,
    ...(replay.state === "FAILED" ? [`It broke off: ${replay.error?.message ?? "no reason is known"}.`] : []),
    ...(without > 0
      ? [`${lettersText(without)} of a store that the definition no longer has stayed as they are.`]
      : []),
    ...(ignored > 0 ? [`${number(ignored)} edited records had no dead letter any more.`] : []),
  ].join(" ");
}

export function lettersText(many: number): string {
  return many === 1 ? "one dead letter" : `${number(many)} dead letters`;
}
