import type { TabProps } from "../tabs";

export function Results({ name }: TabProps) {
  return <p class="quiet">The results of {name} are shown over REST so far; this tab is being made.</p>;
}
