import type { TabProps } from "../tabs";

export function Overview({ name }: TabProps) {
  return <p class="quiet">{name}</p>;
}
