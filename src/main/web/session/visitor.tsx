import { useAlone } from "../parts/alone";
import { trying } from "../parts/toast";
import { logout, useSession } from "./session";

/** Who is logged in, and the way out; nothing where nobody has to. */
export function Visitor() {
  const session = useSession();
  const [, alone] = useAlone();
  return session?.user === undefined ? null : (
    <span class="visitor">
      <span title={`Logged in as ${session.user}, with the role ${session.role}`}>{session.user}</span>
      <button type="button" class="plain" onClick={() => alone(() => trying(logout))}>
        Log out
      </button>
    </span>
  );
}
