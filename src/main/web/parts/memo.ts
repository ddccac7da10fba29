import { Component, type ComponentType, type FunctionComponent, h } from "preact";

/** A component that is drawn again only when one of its properties is another one. */
export function memo<P extends object>(drawn: FunctionComponent<P>): ComponentType<P> {
  return class Memo extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      const now = this.props as P;
      const keys = Object.keys({ ...now, ...next }) as (keyof P)[];
      return keys.some((key) => !Object.is(now[key], next[key]));
    }

    override render() {
      return h(drawn, this.props as P);
    }
  };
}
