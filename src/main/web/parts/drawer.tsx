import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

interface DrawerProps {
  title: ComponentChildren;
  onClose: () => void;
  children: ComponentChildren;
}

/** What one looks at in detail, at the side of the page; Escape closes it, and focus goes back to where it came from. */
export function Drawer({ title, onClose, children }: DrawerProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const came = document.activeElement;
    dialog.current?.showModal();
    return () => {
      // What opened it may be gone, as a letter that was replayed.
      const back = came instanceof HTMLElement && came.isConnected ? came : document.getElementById("main");
      back?.focus();
    };
  }, []);
  const outside = (event: MouseEvent) => event.target === dialog.current && dialog.current?.close();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape does it for the keyboard.
    <dialog ref={dialog} class="drawer" aria-labelledby={id} onClose={onClose} onClick={outside}>
      <div class="drawer-in">
        <header class="row">
          <h2 id={id}>{title}</h2>
          <button type="button" class="plain" aria-label="Close" onClick={() => dialog.current?.close()}>
            ✕
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
