import type { TabProps } from "../tabs";

export function Letters({ name }: TabProps) {
  return <p class="quiet">The letters of {name} are shown over REST so far; this tab is being made.</p>;
}
