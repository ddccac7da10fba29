import type { ComponentChildren } from "preact";
import { Copy } from "./copy";

interface EmptyProps {
  title: string;
  children?: ComponentChildren;
  curl?: string;
  /** Whether it is all that the page shows. */
  isPage?: boolean;
}

/** Where there is nothing: what the next step is, as a button, and as the call that does the same. */
export function Empty({ title, children, curl, isPage = false }: EmptyProps) {
  return (
    <div class="empty">
      {isPage ? <h1>{title}</h1> : <h2>{title}</h2>}
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
