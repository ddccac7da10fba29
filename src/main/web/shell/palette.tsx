import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { useNames } from "../live/hooks";
import { world } from "../live/store";
import { StateBadge } from "../parts/state";
import { go, TAB_NAMES, TABS, tabOf, usePlace } from "../route/place";

interface Goal {
  name: string;
  /** Where it leads; that of the keys is no address. */
  path: string;
  pipeline?: string;
}

const KEYS: Goal = { name: "Keys", path: "?" };

const MOST = 12;

/** Every place of the page by a part of its name. */
export function Palette({ onClose, onKeys }: { onClose: () => void; onKeys: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const names = useNames();
  const place = usePlace();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  // At once: whoever knows its key types on before it is painted.
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const here = place.page === "pipeline" ? place.name : undefined;
  const found = useMemo(() => matching(goals(names, here), text), [names, here, text]);
  const chosen = Math.min(at, found.length - 1);
  const open = (goal: Goal | undefined) => {
    if (goal === KEYS) {
      onKeys();
    } else if (goal !== undefined) {
      dialog.current?.close();
      go(goal.path);
    }
  };
  const press = (event: KeyboardEvent) => {
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by !== 0) {
      event.preventDefault();
      setAt((chosen + by + found.length) % Math.max(1, found.length));
    } else if (event.key === "Enter") {
      event.preventDefault();
      open(found[chosen]);
    }
  };
  return (
    <dialog ref={dialog} class="dialog palette" onClose={onClose} aria-label="Go to">
      <input
        value={text}
        placeholder="Pipeline or page"
        aria-label="Pipeline or page"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={found.length === 0 ? undefined : `palette-${chosen}`}
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={press}
      />
      <div id="palette-list" role="listbox" aria-label="Places">
        {found.map((goal, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys.
          // biome-ignore lint/a11y/useFocusableInteractive: the field above has the focus and names the active one.
          <div
            key={goal.path}
            id={`palette-${index}`}
            role="option"
            aria-selected={index === chosen}
            onClick={() => open(goal)}
          >
            <span>{goal.name}</span>
            {goal.pipeline !== undefined && <StateOf name={goal.pipeline} />}
          </div>
        ))}
        {found.length === 0 && <p class="quiet">Nothing has “{text}” in its name.</p>}
      </div>
    </dialog>
  );
}

function StateOf({ name }: { name: string }) {
  const state = world.pipelines.get(name)?.summary.state;
  return state === undefined ? null : <StateBadge state={state} />;
}

function goals(names: readonly string[], here: string | undefined): Goal[] {
  const tabs =
    here === undefined ? [] : TABS.map((tab) => ({ name: `${here}: ${TAB_NAMES[tab]}`, path: tabOf(here, tab) }));
  return [
    ...tabs,
    ...names.filter((name) => name !== here).map((name) => ({ name, path: tabOf(name, "overview"), pipeline: name })),
    { name: "All pipelines", path: "" },
    { name: "New pipeline", path: "new" },
    { name: "Topics", path: "topics" },
    { name: "Platform", path: "platform" },
    { name: "Access: users and tokens", path: "access" },
    KEYS,
  ];
}

/** Those that have all the words, with those first that begin with the first of them. */
export function matching(all: Goal[], text: string): Goal[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = all.filter((goal) => words.every((word) => goal.name.toLowerCase().includes(word)));
  const begins = (goal: Goal) => Number(!goal.name.toLowerCase().startsWith(words[0] ?? ""));
  return found.sort((one, other) => begins(one) - begins(other)).slice(0, MOST);
}
