import type { TabProps } from "../tabs";

export function Proof({ name }: TabProps) {
  return <p class="quiet">The proof of {name} are shown over REST so far; this tab is being made.</p>;
}
