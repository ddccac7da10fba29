import type { TabProps } from "../tabs";

export function DefinitionTab({ name }: TabProps) {
  return <p class="quiet">The definition of {name} are shown over REST so far; this tab is being made.</p>;
}
