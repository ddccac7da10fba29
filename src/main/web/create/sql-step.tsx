import { faultsAt } from "../fields/target";
import { Workbench } from "../sql/workbench";
import { definitionOf, type StepProps } from "./draft";

/** What becomes of the records. */
export function SqlStep({ draft, change, faults }: StepProps) {
  return (
    <>
      <p class="quiet">
        One <code>SELECT</code> over the relation <code>source</code>. Left empty, each column is stored as it is.
      </p>
      <Workbench
        transform={draft.transform}
        onTransform={(transform) => change({ transform })}
        schema={draft.schema}
        definition={definitionOf(draft)}
        faults={faultsAt(faults, "/transform")}
      />
    </>
  );
}
