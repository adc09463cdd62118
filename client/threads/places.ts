/** Where threads are on screen: their words in the page, their cards in the rail. */

/** The id of a thread's card. */
export const cardId = (threadId: string): string => `thread-${threadId}`

/** The words of a thread in the page, when they are shown. */
export const wordsOnPage = (threadId: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(
    `#draft [data-thread="${CSS.escape(threadId)}"]:not([hidden] *)`,
  )

/** Puts the focus back into the text: the one whose words the thread is about, else the first. */
export function backToText(threadId: string | null): void {
  const words = threadId === null ? null : wordsOnPage(threadId)
  const text =
    words?.closest<HTMLElement>('[contenteditable="true"]') ??
    document.querySelector<HTMLElement>('#draft [contenteditable="true"]') ??
    document.querySelector<HTMLElement>('#draft')
  text?.focus({ preventScroll: true })
}
