import { useMemo, useRef, useState } from "preact/hooks";
import { useAnswer } from "../../api/answer";
import { API_ADDRESS } from "../../api/client";
import type { DeadLetter, DeadLetterCounts, DeadLetterPage, LetterFilter } from "../../api/types";
import { Life } from "../../life/life";
import { useConnection } from "../../live/hooks";
import { Empty } from "../../parts/empty";
import { number } from "../../parts/format";
import { ProblemBox } from "../../parts/problem";
import { curl } from "../../parts/shown";
import { isUnsent } from "../../route/leave";
import { Link } from "../../route/link";
import { go, tabOf, useParameters } from "../../route/place";
import { Needs } from "../../session/needs";
import type { TabProps } from "../tabs";
import { Bars, Hours } from "./bars";
import { keyOf, lettersOf, positionOf } from "./calls";
import { LetterDrawer } from "./drawer";
import { type Facet, filterOf, isEmpty, parametersOf, without } from "./filter";
import { LetterList } from "./list";
import { useNews } from "./news";
import { OrderBar } from "./order-bar";
import { useOrders } from "./orders";
import { Search } from "./search";

/** Rows that are asked for at once. */
const PAGE = 50;

/** The dead letters of a pipeline: what was rejected and why, and what can be done about it. */
export function Letters({ name }: TabProps) {
  const query = useParameters();
  const filter = useMemo(() => filterOf(query), [query]);
  const [after, setAfter] = useState<readonly string[]>([]);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const isLive = useConnection().state !== "lost";
  const open = query.get("letter") ?? undefined;

  // A letter that is gone from the list is open no more, though the address still has it.
  const isAtOne = useRef(false);
  const news = useNews(name, after.length === 0 && selected.size === 0 && !isAtOne.current);
  const orders = useOrders(name, () => {
    setSelected(new Set());
    news.look();
  });
  const page = useAnswer<DeadLetterPage>(lettersOf(name), { ...filter, size: PAGE, after: after.at(-1) }, news.soon);
  const stages = useCounts(name, filter, "stage", news.later);
  const reasons = useCounts(name, filter, "reason", news.later);
  const hours = useCounts(name, filter, "hour", news.later);

  const items = page.data?.items ?? [];
  const listed = items.find((each) => keyOf(each) === open);
  // One that was open and has gone, as by a replay, is closed, unless something is written in it; another one is on
  // another page or was never there.
  const opened = useRef<DeadLetter>();
  opened.current = listed ?? opened.current;
  const isOpened = opened.current !== undefined && keyOf(opened.current) === open;
  const letter = listed ?? (isOpened && isUnsent() ? opened.current : undefined);
  isAtOne.current = letter !== undefined;
  const elsewhere = page.data === undefined || page.loading || letter !== undefined || isOpened ? undefined : open;
  const chosen = items.filter((each) => selected.has(keyOf(each)));
  const matching = page.data?.total ?? stages?.total;

  /** What is selected is what one sees: another page has another selection, and another filter another question. */
  function turnTo(cursors: readonly string[]): void {
    setAfter(cursors);
    setSelected(new Set());
  }

  function look(next: LetterFilter): void {
    turnTo([]);
    orders.forget();
    go(tabOf(name, "letters", Object.fromEntries(parametersOf(next))), "replace");
  }

  function show(one: DeadLetter | undefined): void {
    const at: Record<string, string> = one ? { letter: keyOf(one) } : {};
    go(tabOf(name, "letters", { ...Object.fromEntries(parametersOf(filter)), ...at }), "replace");
  }

  return (
    <div class="letters">
      <Search filter={filter} matching={matching} onFilter={look} />
      <div class="facets">
        <Bars facet="stage" title="Stage" counts={stages} filter={filter} onFilter={look} />
        <Bars facet="reason" title="Reason" counts={reasons} filter={filter} onFilter={look} />
        <Hours title="Hour" counts={hours} filter={filter} onFilter={look} />
      </div>
      <div class="row letter-orders">
        <Needs of="operator">
          <button
            type="button"
            disabled={!isLive || orders.isBusy || chosen.length === 0}
            onClick={() => orders.ask({ kind: "replay", order: { positions: chosen.map(positionOf) } })}
          >
            Replay {chosen.length > 0 ? `${number(chosen.length)} selected` : "selected"}…
          </button>
          <button
            type="button"
            disabled={!isLive || orders.isBusy || items.length === 0}
            onClick={() => orders.ask({ kind: "replay", order: { filter } })}
          >
            {isEmpty(filter) ? "Replay all…" : "Replay all that match…"}
          </button>
        </Needs>
        <Needs of="admin">
          <button
            type="button"
            disabled={!isLive || orders.isBusy || items.length === 0}
            onClick={() => orders.ask({ kind: "delete", filter })}
          >
            {isEmpty(filter) ? "Delete all…" : "Delete all that match…"}
          </button>
        </Needs>
        {news.missed ? (
          <button type="button" class="chip" onClick={news.look}>
            The list has changed: look again
          </button>
        ) : null}
      </div>
      {letter ? null : <OrderBar orders={orders} isLive={isLive} />}
      <ProblemBox problem={page.problem} again={page.reload} />
      {page.data && items.length === 0 ? (
        <Nothing name={name} filter={filter} onAll={() => look({})} />
      ) : (
        <LetterList letters={items} selected={selected} open={open} onSelect={setSelected} onOpen={show} />
      )}
      <nav class="row" aria-label="Pages of dead letters">
        <button type="button" disabled={after.length === 0} onClick={() => turnTo(after.slice(0, -1))}>
          Newer
        </button>
        <button
          type="button"
          disabled={page.data?.next === undefined}
          onClick={() => turnTo([...after, page.data?.next ?? ""])}
        >
          Older
        </button>
        {items.length > 0 ? <Place from={after.length * PAGE} many={items.length} of={matching} /> : null}
      </nav>
      {elsewhere === undefined ? null : (
        <Life
          name={name}
          position={elsewhere.replace(/\/[^/]*$/, "")}
          note="Its dead letter is not among those that this page lists: it is an older one, or there is none any more. What is known of the record:"
          onClose={() => show(undefined)}
        />
      )}
      {letter ? (
        <LetterDrawer
          key={keyOf(letter)}
          name={name}
          letter={letter}
          isLive={isLive}
          isBusy={orders.isBusy}
          hasFailed={orders.hasFailed}
          isGone={listed === undefined}
          onReplay={(edit) =>
            orders.order({ kind: "replay", order: edit ? { edits: [edit] } : { positions: [positionOf(letter)] } })
          }
          onClose={() => show(undefined)}
        >
          <OrderBar orders={orders} isLive={isLive} />
        </LetterDrawer>
      ) : null}
    </div>
  );
}

function useCounts(name: string, filter: LetterFilter, by: Facet, again: unknown): DeadLetterCounts | undefined {
  const query = { ...without(filter, by), by, limit: by === "hour" ? 168 : 12 };
  return useAnswer<DeadLetterCounts>(`${lettersOf(name)}/counts`, query, again).data;
}

function Place({ from, many, of }: { readonly from: number; readonly many: number; readonly of: number | undefined }) {
  return (
    <span class="quiet">
      {number(from + 1)}–{number(from + many)}
      {of === undefined ? "" : ` of ${number(of)}`}
    </span>
  );
}

interface NothingProps {
  readonly name: string;
  readonly filter: LetterFilter;
  readonly onAll: () => void;
}

function Nothing({ name, filter, onAll }: NothingProps) {
  return isEmpty(filter) ? (
    <Empty title="No dead letters" curl={curl("GET", API_ADDRESS + lettersOf(name))}>
      <p>Every record that was read is stored or filtered. One that is rejected appears here by itself.</p>
      <Link to={tabOf(name, "live")} class="button">
        Watch records pass
      </Link>
    </Empty>
  ) : (
    <Empty title="No dead letters match">
      <button type="button" onClick={onAll}>
        Show all
      </button>
    </Empty>
  );
}
