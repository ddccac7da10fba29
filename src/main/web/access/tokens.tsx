import { useState } from "preact/hooks";
import { useAnswer } from "../api/answer";
import { ask, get, path, problemIn } from "../api/client";
import type { Problem } from "../api/schemas";
import { useNow } from "../live/hooks";
import { useAlone } from "../parts/alone";
import { SecondClick } from "../parts/confirm";
import { Copy } from "../parts/copy";
import { Empty } from "../parts/empty";
import { Age, Time } from "../parts/figures";
import { ProblemBox } from "../parts/problem";
import { Table } from "../parts/table";
import { toast, trying } from "../parts/toast";
import { useUnsent } from "../route/leave";
import type { Role } from "../session/session";
import { EVERY, type MadeToken, scopeOf, type Token } from "./accounts";
import { RoleField, ScopeField, scope, Text } from "./fields";

/** With what programs come in. */
export function Tokens() {
  const turn = Math.floor(useNow(EVERY) / EVERY);
  const { data, problem, reload } = useAnswer<Token[]>("/tokens", undefined, turn);
  const [made, setMade] = useState<MadeToken>();
  const revoke = (token: Token) =>
    trying(async () => {
      await ask(path`/tokens/${token.id}`, { method: "DELETE" });
      toast(`${token.name} is revoked.`);
      reload();
    });
  return (
    <section class="card stack" aria-label="Tokens">
      <h2>Tokens</h2>
      <ProblemBox problem={problem} again={reload} />
      {made !== undefined && <Secret made={made} onClose={() => setMade(undefined)} />}
      {data?.length === 0 && (
        <Empty title="There is no token yet">
          <p>A program sends one with each request. Make one below.</p>
        </Empty>
      )}
      {data !== undefined && data.length > 0 && (
        <Table
          caption="What programs come in with"
          rows={data}
          keyOf={(token) => token.id}
          columns={[
            { head: "For", cell: (token: Token) => token.name },
            { head: "Role", cell: (token: Token) => token.role },
            { head: "Pipelines", cell: scope },
            { head: "Made by", cell: (token: Token) => token.createdBy },
            { head: "Good until", cell: (token: Token) => <Until token={token} /> },
            {
              head: "Last used",
              cell: (token: Token) => (token.lastUsedAt === undefined ? "never" : <Age at={token.lastUsedAt} />),
            },
            {
              head: <span class="sr">What to do</span>,
              cell: (token: Token) => (
                <SecondClick
                  class="small"
                  label="Revoke"
                  ask={`Revoke ${token.name}?`}
                  onDo={() => void revoke(token)}
                />
              ),
            },
          ]}
        />
      )}
      <NewToken
        onMade={(token) => {
          setMade(token);
          reload();
        }}
      />
    </section>
  );
}

function Until({ token: { expiresAt } }: { token: Token }) {
  return Date.parse(expiresAt) < Date.now() ? (
    <span class="fault">
      expired <Time at={expiresAt} />
    </span>
  ) : (
    <Time at={expiresAt} />
  );
}

/** The token itself, which nobody can ask for again. */
function Secret({ made, onClose }: { made: MadeToken; onClose: () => void }) {
  return (
    <div class="card stack" role="status">
      <p>
        <strong>The token “{made.name}” is shown this once</strong>, and kept nowhere: put it where its program reads
        it.
      </p>
      <div class="curl">
        <pre>
          <code>{made.secret}</code>
        </pre>
        <Copy text={made.secret} />
      </div>
      <p class="row">
        <button type="button" onClick={onClose}>
          I have it
        </button>
        <span class="quiet">
          It goes into the header <code>Authorization: Bearer …</code>
        </span>
      </p>
    </div>
  );
}

function NewToken({ onMade }: { onMade: (made: MadeToken) => void }) {
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("operator");
  const [days, setDays] = useState("90");
  const [pipelines, setPipelines] = useState("");
  const [problem, setProblem] = useState<Problem>();
  const [busy, alone] = useAlone();
  useUnsent(name !== "");
  const make = async () => {
    try {
      const body = { name, role, days: Number(days), ...scopeOf(pipelines) };
      onMade(await get<MadeToken>("/tokens", { method: "POST", body }));
      // What was written meanwhile stays.
      setName((now) => (now === name ? "" : now));
      setPipelines((now) => (now === pipelines ? "" : now));
      setProblem(undefined);
    } catch (thrown) {
      setProblem(problemIn(thrown));
    }
  };
  return (
    <form class="stack" aria-label="New token" onSubmit={(event) => [event.preventDefault(), alone(make)]}>
      <h3>New token</h3>
      <div class="fields">
        <Text label="What it is for" at="name" problem={problem} value={name} onText={setName} />
        <RoleField label="Role" role={role} problem={problem} onRole={setRole} />
        <Text label="Good for so many days" at="days" type="number" problem={problem} value={days} onText={setDays} />
        <ScopeField problem={problem} value={pipelines} onText={setPipelines} />
      </div>
      <ProblemBox problem={problem} />
      <p class="row">
        <button type="submit" class="primary" disabled={busy || name === "" || !/^\d+$/.test(days)}>
          Make the token
        </button>
      </p>
    </form>
  );
}
