import type { ComponentChildren } from "preact";
import { go, href } from "./place";

interface LinkProps {
  /** Below the server's root, with a query if there is one. */
  to: string;
  class?: string;
  title?: string;
  /** What it is called where its text is not seen. */
  label?: string;
  current?: boolean;
  /** Its share of the row that it stands in. */
  grow?: number;
  tabIndex?: number;
  children?: ComponentChildren;
}

/** A link inside of the page: a plain click moves without loading, any other click is the browser's. */
export function Link({ to, current, grow, label, children, ...rest }: LinkProps) {
  const follow = (event: MouseEvent) => {
    if (event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      go(to);
    }
  };
  return (
    <a
      href={href(to)}
      onClick={follow}
      aria-label={label}
      aria-current={current === true ? "page" : undefined}
      style={grow === undefined ? undefined : { flexGrow: grow }}
      {...rest}
    >
      {children}
    </a>
  );
}
