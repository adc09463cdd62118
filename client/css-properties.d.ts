import 'react'

declare module 'react' {
  interface CSSProperties {
    /** Colour of whoever wrote the words. */
    readonly '--author'?: string
    /** How many columns a table has. */
    readonly '--columns'?: number
  }
}
