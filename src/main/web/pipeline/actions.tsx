import { useState } from "preact/hooks";
import type { State } from "../api/schemas";
import { order } from "../live/orders";
import type { Order } from "../live/store";
import { SecondClick } from "../parts/confirm";
import { trying } from "../parts/toast";
import { Needs } from "../session/needs";
import { DeleteDialog, ResetDialog } from "./removal";

const AT_REST: readonly State[] = ["CREATED", "STOPPED", "COMPLETED", "FAILED"];

/** What a pipeline can be ordered, with the care that each order wants. */
export function Actions({ name, state, ordered }: { name: string; state: State; ordered: Order | undefined }) {
  const [asked, setAsked] = useState<"delete" | "reset">();
  const rests = AT_REST.includes(state);
  const busy = ordered !== undefined || state === "STOPPING";
  const give = (verb: "start" | "stop" | "restart") => void trying(() => order(name, verb));
  return (
    <div class="row actions">
      <Needs of="operator">
        {rests ? (
          <button type="button" class="primary" disabled={busy} onClick={() => give("start")}>
            Start
          </button>
        ) : (
          <>
            <SecondClick label="Stop" ask="Stop it now?" disabled={busy} onDo={() => give("stop")} />
            <SecondClick label="Restart" ask="Restart it now?" disabled={busy} onDo={() => give("restart")} />
          </>
        )}
      </Needs>
      <Needs of="admin">
        <button
          type="button"
          disabled={busy || !rests}
          title={rests ? "" : "Stop it first"}
          onClick={() => setAsked("reset")}
        >
          Reset…
        </button>
        <button type="button" class="danger" disabled={ordered === "delete"} onClick={() => setAsked("delete")}>
          Delete…
        </button>
      </Needs>
      {asked === "delete" && <DeleteDialog name={name} onClose={() => setAsked(undefined)} />}
      {asked === "reset" && <ResetDialog name={name} onClose={() => setAsked(undefined)} />}
    </div>
  );
}
