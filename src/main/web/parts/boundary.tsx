import { Component, type ComponentChildren } from "preact";
import { problemIn } from "../api/client";
import { ProblemBox } from "./problem";

interface BoundaryProps {
  /** Whether what is around it has the heading of the first rank. */
  inside?: boolean;
  children: ComponentChildren;
}

/** Says that a part of the page failed, in place of that part: what is around it goes on. */
export class Boundary extends Component<BoundaryProps, { thrown: unknown }> {
  override state = { thrown: undefined };

  static override getDerivedStateFromError(thrown: unknown) {
    return { thrown };
  }

  override render() {
    const { thrown } = this.state;
    return thrown === undefined ? (
      this.props.children
    ) : (
      <>
        {this.props.inside === true ? <h2>This part of the page failed</h2> : <h1>The page failed</h1>}
        <ProblemBox problem={problemIn(thrown)} again={() => this.setState({ thrown: undefined })} />
      </>
    );
  }
}
