import { useEffect, useRef } from "preact/hooks";
import type { State } from "../api/schemas";
import { order } from "../live/orders";
import { SecondClick } from "../parts/confirm";
import { trying } from "../parts/toast";
import { Needs } from "../session/needs";

interface MenuProps {
  name: string;
  state: State;
  busy: boolean;
  open: boolean;
  onOpen: (open: boolean) => void;
}

/** What a pipeline can be ordered, from its row. */
export function Menu({ name, state, busy, open, onOpen }: MenuProps) {
  const menu = useRef<HTMLSpanElement>(null);
  const toggle = useRef<HTMLButtonElement>(null);
  const close = useRef(() => onOpen(false));
  close.current = () => onOpen(false);
  useEffect(() => {
    if (!open) {
      return;
    }
    const away = (event: Event) => menu.current?.contains(event.target as Node) === true || close.current();
    const press = (event: KeyboardEvent) => event.key === "Escape" && [toggle.current?.focus(), close.current()];
    addEventListener("pointerdown", away);
    addEventListener("keydown", press);
    return () => {
      removeEventListener("pointerdown", away);
      removeEventListener("keydown", press);
    };
  }, [open]);
  const give = (verb: "start" | "stop" | "restart") => {
    toggle.current?.focus();
    onOpen(false);
    void trying(() => order(name, verb));
  };
  const rests = state === "CREATED" || state === "STOPPED" || state === "COMPLETED" || state === "FAILED";
  return (
    <span ref={menu} class="menu">
      <button
        type="button"
        ref={toggle}
        class="plain"
        aria-expanded={open}
        aria-label={`Orders for ${name}`}
        onClick={() => onOpen(!open)}
      >
        ⋯
      </button>
      {open && (
        <span class="menu-list">
          <Needs of="operator">
            {rests ? (
              <button type="button" disabled={busy} onClick={() => give("start")}>
                Start
              </button>
            ) : (
              <>
                <SecondClick label="Stop" ask="Stop it now?" disabled={busy} onDo={() => give("stop")} />
                <SecondClick label="Restart" ask="Restart it now?" disabled={busy} onDo={() => give("restart")} />
              </>
            )}
          </Needs>
        </span>
      )}
    </span>
  );
}
