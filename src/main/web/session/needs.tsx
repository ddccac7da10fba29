import type { ComponentChildren } from "preact";
import { covers, type Role, useSession } from "./session";

/** What only this role may do: for others it is there, and says why it cannot be used. */
export function Needs({ of, children }: { of: Role; children: ComponentChildren }) {
  return covers(useSession(), of) ? (
    children
  ) : (
    <fieldset class="needs" disabled title={`This takes the role ${of}`}>
      {children}
    </fieldset>
  );
}
