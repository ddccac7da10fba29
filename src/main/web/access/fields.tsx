import type { Problem } from "../api/schemas";
import { Field } from "../fields/field";
import { faultsAt } from "../fields/target";
import type { Role } from "../session/session";
import { MAY } from "./accounts";

interface TextProps {
  label: string;
  /** The property of the body that it becomes. */
  at: string;
  problem: Problem | undefined;
  value: string;
  type?: "text" | "password" | "number";
  onText: (text: string) => void;
}

/** A property that is typed, with what the server found wrong with it. */
export function Text({ label, at, problem, value, type = "text", onText }: TextProps) {
  return (
    <Field label={label} faults={faultsAt(problem?.errors ?? [], `/${at}`)}>
      {(input) => (
        <input
          {...input}
          type={type}
          value={value}
          autocomplete={type === "password" ? "new-password" : "off"}
          spellcheck={false}
          onInput={(event) => onText(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

interface RoleProps {
  label: string;
  role: Role;
  problem?: Problem | undefined;
  onRole: (role: Role) => void;
}

export function RoleField({ label, role, problem, onRole }: RoleProps) {
  return (
    <Field label={label} faults={faultsAt(problem?.errors ?? [], "/role")}>
      {(input) => (
        <select {...input} value={role} onChange={(event) => onRole(event.currentTarget.value as Role)}>
          {Object.entries(MAY).map(([each, words]) => (
            <option key={each} value={each}>
              {words}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** Patterns of pipelines' names, as they are typed. */
export function ScopeField(its: Pick<TextProps, "problem" | "value" | "onText">) {
  return <Text label="Only pipelines such as orders-*, …" at="pipelines" {...its} />;
}

/** The same, as a table has them. */
export const scope = ({ pipelines = [] }: { pipelines?: string[] }) =>
  pipelines.length === 0 ? "all" : <code>{pipelines.join(", ")}</code>;
