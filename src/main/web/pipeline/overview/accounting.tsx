import type { Counters } from "../../api/schemas";
import { number, percent } from "../../parts/format";
import { Link } from "../../route/link";
import { tabOf } from "../../route/place";

interface Part {
  label: string;
  tone: "stored" | "filtered" | "rejected" | "open";
  count: number;
  to: string;
}

/** What became of each consumed record in a store. They add up, but for those that are on their way. */
export function partsOf(name: string, counters: Counters, at: number): Part[] {
  const sink = counters.sinks[at];
  if (sink === undefined) {
    return [];
  }
  const rejected = counters.rejected + sink.rejected;
  const open = Math.max(0, counters.consumed - counters.filtered - rejected - sink.stored);
  const parts: Part[] = [
    { label: "stored", tone: "stored", count: sink.stored, to: tabOf(name, "results", {}, sink.sink) },
    {
      label: "filtered",
      tone: "filtered",
      count: counters.filtered,
      to: tabOf(name, "definition", { only: "filtered" }),
    },
    { label: "rejected", tone: "rejected", count: rejected, to: tabOf(name, "letters") },
  ];
  return open === 0
    ? parts
    : [...parts, { label: "on their way", tone: "open", count: open, to: tabOf(name, "positions") }];
}

/** consumed = filtered + rejected + stored, for each store; each part leads to its records. */
export function Accounting({ name, counters }: { name: string; counters: Counters }) {
  return (
    <section class="card accounting" aria-labelledby="accounting">
      <h2 id="accounting">
        <Link to={tabOf(name, "positions")}>
          <span class="num">{number(counters.consumed)}</span> records consumed
        </Link>
      </h2>
      {counters.sinks.map(({ sink, rows, stored }, at) => {
        const parts = partsOf(name, counters, at);
        return (
          <div key={sink} class="account">
            <h3>{sink}</h3>
            <div class="bar" aria-hidden="true">
              {parts.map(
                ({ label, tone, count, to }) =>
                  count > 0 && (
                    <Link
                      key={tone}
                      to={to}
                      class={tone}
                      grow={count}
                      title={`${number(count)} ${label}`}
                      tabIndex={-1}
                    />
                  ),
              )}
            </div>
            <p class="sum">
              <span class="sr">{number(counters.consumed)} consumed is</span>
              {parts.map(({ label, tone, count, to }, index) => (
                <span key={tone}>
                  {index > 0 && <span class="quiet"> + </span>}
                  <Link
                    to={to}
                    class={`part ${tone} ${count > 0 ? "some" : ""}`}
                    title={percent(count, counters.consumed)}
                  >
                    <span class="num">{number(count)}</span> {label}
                  </Link>
                </span>
              ))}
              {rows !== stored && <span class="quiet">, {number(rows)} rows</span>}
            </p>
          </div>
        );
      })}
    </section>
  );
}
