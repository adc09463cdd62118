import { Component, type ReactNode } from 'react'

interface Props {
  /** Shown in place of what could not be drawn; `tryAgain` draws it anew. */
  readonly instead: (tryAgain: () => void) => ReactNode
  /** What the part is about: something else is tried without being asked. */
  readonly about?: unknown
  readonly children: ReactNode
}

/** Keeps what cannot be drawn from taking down what stands around it. Only a class can do this in React. */
export class Boundary extends Component<Props, { readonly hasFailed: boolean }> {
  override readonly state = { hasFailed: false }

  static getDerivedStateFromError(): { readonly hasFailed: boolean } {
    return { hasFailed: true }
  }

  override componentDidUpdate({ about }: Props): void {
    if (this.state.hasFailed && about !== this.props.about) this.tryAgain()
  }

  readonly tryAgain = () => this.setState({ hasFailed: false })

  override render(): ReactNode {
    return this.state.hasFailed ? this.props.instead(this.tryAgain) : this.props.children
  }
}
