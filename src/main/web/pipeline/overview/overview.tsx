import { FindRecord } from "../../life/find";
import { useLivePart } from "../../live/hooks";
import type { TabProps } from "../tabs";
import { Accounting } from "./accounting";
import { Charts } from "./charts";
import { Facts } from "./facts";
import { Way } from "./way";

/** What became of the records, where they are, and how it went. */
export function Overview({ name }: TabProps) {
  const counters = useLivePart(name, (live) => live?.summary.counters);
  return (
    <div class="stack overview">
      <Facts name={name} />
      {counters !== undefined && <Accounting name={name} counters={counters} />}
      <FindRecord name={name} />
      <Way name={name} />
      <Charts name={name} />
    </div>
  );
}
