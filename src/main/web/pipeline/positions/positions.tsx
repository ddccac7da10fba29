import type { TabProps } from "../tabs";

export function Positions({ name }: TabProps) {
  return <p class="quiet">The positions of {name} are shown over REST so far; this tab is being made.</p>;
}
