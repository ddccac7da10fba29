import type { ComponentChildren } from "preact";
import { Copy } from "./copy";

/** Where there is nothing: what the next step is, as a button, and as the call that does the same. */
export function Empty({ title, children, curl }: { title: string; children?: ComponentChildren; curl?: string }) {
  return (
    <div class="empty">
      <h2>{title}</h2>
      {children}
      {curl !== undefined && (
        <div class="curl">
          <pre>
            <code>{curl}</code>
          </pre>
          <Copy text={curl} />
        </div>
      )}
    </div>
  );
}
