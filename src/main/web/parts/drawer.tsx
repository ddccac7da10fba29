import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";

interface DrawerProps {
  title: ComponentChildren;
  onClose: () => void;
  /** Asks before it is closed, and closes it or not; without it it is closed at once. */
  onLeave?: (close: () => void) => void;
  children: ComponentChildren;
}

/** What one looks at in detail, at the side of the page; Escape closes it, and focus goes back to where it came from. */
export function Drawer({ title, onClose, onLeave = (close) => close(), children }: DrawerProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  // At once: what is typed next is for it.
  useLayoutEffect(() => {
    const came = document.activeElement;
    dialog.current?.showModal();
    return () => {
      // What opened it may be gone, as a letter that was replayed.
      const back = came instanceof HTMLElement && came.isConnected ? came : document.getElementById("main");
      back?.focus();
    };
  }, []);
  const leave = () => onLeave(() => dialog.current?.close());
  const outside = (event: MouseEvent) => event.target === dialog.current && leave();
  // The key itself, too: a dialog that refuses to be cancelled is closed by a second Escape all the same.
  const refuse = (event: Event) => {
    event.preventDefault();
    leave();
  };
  return (
    <dialog
      ref={dialog}
      class="drawer"
      aria-labelledby={id}
      onClose={onClose}
      onClick={outside}
      onCancel={refuse}
      onKeyDown={(event) => event.key === "Escape" && refuse(event)}
    >
      <div class="drawer-in">
        <header class="row">
          <h2 id={id}>{title}</h2>
          <button type="button" class="plain" aria-label="Close" onClick={leave}>
            ✕
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
