import { Empty } from "../parts/empty";
import { covers, useSession } from "../session/session";
import { Tokens } from "./tokens";
import { Users } from "./users";

/** Who may come in: for admins, where somebody has to log in. */
export function Access() {
  const session = useSession();
  if (session === undefined) {
    return <p class="quiet">Asking Sluice…</p>;
  }
  if (session.security === "open") {
    return (
      <Empty isPage title="Nobody has to log in" curl="SLUICE_SECURITY_ADMIN_PASSWORD=… java -jar target/sluice.jar">
        <p>
          Whoever reaches this Sluice may do everything. Give the first user a password, of 12 characters or more, and
          start it again: then there are users, roles and tokens here.
        </p>
      </Empty>
    );
  }
  return covers(session, "admin") ? (
    <div class="stack">
      <h1>Access</h1>
      <div class="stack halves">
        <Users />
        <Tokens />
      </div>
    </div>
  ) : (
    <Empty isPage title="Users and tokens are an admin's">
      <p>
        You are logged in as {session.user}, with the role {session.role}. An admin can give you another one.
      </p>
    </Empty>
  );
}
