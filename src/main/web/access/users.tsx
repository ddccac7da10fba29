import { useState } from "preact/hooks";
import { useAnswer } from "../api/answer";
import { ask, path, problemIn } from "../api/client";
import type { Problem } from "../api/schemas";
import { useNow } from "../live/hooks";
import { useAlone } from "../parts/alone";
import { SecondClick } from "../parts/confirm";
import { Drawer } from "../parts/drawer";
import { Time } from "../parts/figures";
import { ProblemBox } from "../parts/problem";
import { Table } from "../parts/table";
import { toast, trying } from "../parts/toast";
import { leaving, useUnsent } from "../route/leave";
import { type Role, useSession } from "../session/session";
import { EVERY, scopeOf, type User } from "./accounts";
import { RoleField, ScopeField, scope, Text } from "./fields";

/** Who can log in. */
export function Users() {
  const turn = Math.floor(useNow(EVERY) / EVERY);
  const { data, problem, reload } = useAnswer<User[]>("/users", undefined, turn);
  const [open, setOpen] = useState<User>();
  const me = useSession()?.user;
  const remove = (user: User) =>
    trying(async () => {
      await ask(path`/users/${user.name}`, { method: "DELETE" });
      toast(`${user.name} is deleted.`);
      reload();
    });
  return (
    <section class="card stack" aria-label="Users">
      <h2>Users</h2>
      <ProblemBox problem={problem} again={reload} />
      {data !== undefined && (
        <Table
          caption="Who can log in"
          rows={data}
          keyOf={(user) => user.name}
          columns={[
            { head: "Name", cell: (user: User) => (user.name === me ? `${user.name} (you)` : user.name) },
            { head: "Role", cell: (user: User) => user.role },
            { head: "Pipelines", cell: scope },
            { head: "Since", cell: (user: User) => <Time at={user.createdAt} /> },
            { head: "Changed", cell: (user: User) => <Time at={user.changedAt} /> },
            {
              head: <span class="sr">What to do</span>,
              cell: (user: User) => (
                <span class="row">
                  <button type="button" class="small" aria-label={`Change ${user.name}`} onClick={() => setOpen(user)}>
                    Change…
                  </button>
                  <SecondClick
                    class="small"
                    label="Delete"
                    ask={`Delete ${user.name}?`}
                    onDo={() => void remove(user)}
                  />
                </span>
              ),
            },
          ]}
        />
      )}
      <NewUser onMade={reload} />
      {open !== undefined && <Change key={open.name} user={open} onDone={reload} onClose={() => setOpen(undefined)} />}
    </section>
  );
}

function NewUser({ onMade }: { onMade: () => void }) {
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const [password, setPassword] = useState("");
  const [pipelines, setPipelines] = useState("");
  const [problem, setProblem] = useState<Problem>();
  const [busy, alone] = useAlone();
  useUnsent(name !== "" || password !== "");
  const make = async () => {
    try {
      await ask("/users", { method: "POST", body: { name, role, password, ...scopeOf(pipelines) } });
      toast(`${name} can log in.`);
      // What was written meanwhile stays.
      setName((now) => (now === name ? "" : now));
      setPassword((now) => (now === password ? "" : now));
      setPipelines((now) => (now === pipelines ? "" : now));
      setProblem(undefined);
      onMade();
    } catch (thrown) {
      setProblem(problemIn(thrown));
    }
  };
  return (
    <form class="stack" aria-label="New user" onSubmit={(event) => [event.preventDefault(), alone(make)]}>
      <h3>New user</h3>
      <div class="fields">
        <Text label="Name" at="name" problem={problem} value={name} onText={setName} />
        <RoleField label="Role" role={role} problem={problem} onRole={setRole} />
        <Text
          label="Password, 12 characters or more"
          at="password"
          type="password"
          problem={problem}
          value={password}
          onText={setPassword}
        />
        <ScopeField problem={problem} value={pipelines} onText={setPipelines} />
      </div>
      <ProblemBox problem={problem} />
      <p class="row">
        <button type="submit" class="primary" disabled={busy || name === "" || password === ""}>
          Make the user
        </button>
      </p>
    </form>
  );
}

interface ChangeProps {
  user: User;
  onDone: () => void;
  onClose: () => void;
}

/** Another role, password or scope, which ends the user's sessions. */
function Change({ user, onDone, onClose }: ChangeProps) {
  const before = (user.pipelines ?? []).join(", ");
  const [role, setRole] = useState(user.role);
  const [password, setPassword] = useState("");
  const [pipelines, setPipelines] = useState(before);
  const [problem, setProblem] = useState<Problem>();
  const [busy, alone] = useAlone();
  const change = {
    ...(role === user.role ? {} : { role }),
    ...(password === "" ? {} : { password }),
    ...(pipelines === before ? {} : { pipelines: [], ...scopeOf(pipelines) }),
  };
  const isOther = Object.keys(change).length > 0;
  useUnsent(isOther);
  const save = async () => {
    try {
      await ask(path`/users/${user.name}`, { method: "PATCH", body: change });
      toast(`${user.name} is changed, and has to log in anew.`);
      onDone();
      onClose();
    } catch (thrown) {
      setProblem(problemIn(thrown));
    }
  };
  return (
    <Drawer title={user.name} onClose={onClose} onLeave={leaving}>
      <form class="stack" onSubmit={(event) => [event.preventDefault(), alone(save)]}>
        <RoleField label="Role" role={role} problem={problem} onRole={setRole} />
        <Text
          label="New password; empty leaves it as it is"
          at="password"
          type="password"
          problem={problem}
          value={password}
          onText={setPassword}
        />
        <ScopeField problem={problem} value={pipelines} onText={setPipelines} />
        <ProblemBox problem={problem} />
        <p class="row">
          <button type="submit" class="primary" disabled={busy || !isOther}>
            Save
          </button>
          <span class="quiet">The user's sessions end with it.</span>
        </p>
      </form>
    </Drawer>
  );
}
