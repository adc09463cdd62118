/** The words of one thread, as a flat range of a text or of one block's inlines. */
export interface WordsHighlight {
  readonly threadId: string
  readonly start: number
  readonly end: number
  readonly isActive: boolean
  /** Whether the thread's card is on the page, and so what the words may refer to. */
  readonly hasCard: boolean
}
