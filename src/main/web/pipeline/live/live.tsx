import type { TabProps } from "../tabs";

export function Live({ name }: TabProps) {
  return <p class="quiet">The live of {name} are shown over REST so far; this tab is being made.</p>;
}
