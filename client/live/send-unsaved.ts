/** Sends what texts have on this device and the server lacks, without anybody looking at them: a few at a time. */
import type { TextId } from '#shared/domain/ids'

/** So many texts are opened at once to send what they have. */
export const mostAtOnce = 3

/** What it needs of the texts that are open. */
export interface SendingTexts {
  readonly hold: (textId: TextId) => () => void
  /** Nothing of the text is left to send, or it cannot be sent at all. */
  readonly isDone: (textId: TextId) => boolean
  readonly subscribe: (listener: () => void) => unknown
}

export interface UnsavedSender {
  /** Adds texts; those that are already waiting or being sent wait once. */
  readonly send: (textIds: readonly TextId[]) => void
  /** Whether texts wait that nobody has opened yet. */
  readonly isWaiting: () => boolean
  /** Forgets what waits and what is being sent: all texts are closed. */
  readonly end: () => void
}

/** Opens each text, waits until all that it has is saved, and lets it go. */
export function unsavedSender(texts: SendingTexts): UnsavedSender {
  const waiting = new Set<TextId>()
  const sending = new Map<TextId, () => void>()
  let isLooking = false
  const look = () => {
    // Opening and closing a text tells of it, which leads here again.
    if (isLooking) return
    isLooking = true
    for (const [textId, release] of sending) {
      if (!texts.isDone(textId)) continue
      sending.delete(textId)
      release()
    }
    for (const textId of waiting) {
      if (sending.size === mostAtOnce) break
      waiting.delete(textId)
      sending.set(textId, texts.hold(textId))
    }
    isLooking = false
  }
  texts.subscribe(look)
  return {
    send(textIds) {
      for (const textId of textIds) if (!sending.has(textId)) waiting.add(textId)
      look()
    },
    isWaiting: () => waiting.size > 0,
    end() {
      waiting.clear()
      sending.clear()
    },
  }
}
