/**
 * A text as frames for those who join, encoded once for all of them: the whole state, and a tail of what was saved since.
 * It holds only words that are on disk, so that it can be sent while others wait for theirs.
 */
import * as Y from 'yjs'
import { step2Frame } from './frame-codec.ts'

/** A tail longer than this, in bytes or in frames, is not worth sending: the whole is encoded again at the next join. */
const longestTail = { bytes: 64 * 1024, frames: 64 }
/** Different questions that are remembered between two changes: after a restart everybody asks the same one. */
const mostAnswers = 16
/** Longer answers, in bytes, are not remembered. */
const longestAnswer = 256 * 1024

export interface Answer {
  readonly frames: readonly Uint8Array[]
  /** The text was encoded for it: that costs as much as the text is long. */
  readonly isNew: boolean
}

export interface EncodedState {
  /** Frames that bring an empty reader to the saved text; undefined when they must be encoded first. */
  whole(): readonly Uint8Array[] | undefined
  /** Frames that answer a state vector. The document must hold nothing unsaved. */
  answer(doc: Y.Doc, stateVector: Uint8Array): Answer
  /** Remembers what has just been saved, as the frame that everybody got. */
  append(frame: Uint8Array): void
  forget(): void
}

export const isEmptyVector = (stateVector: Uint8Array): boolean =>
  stateVector.length <= 1 && (stateVector[0] ?? 0) === 0

/** `snapshot` is the whole saved text as one update, when that is at hand: then nothing needs to be encoded for the first reader. */
export function openEncodedState(snapshot?: Uint8Array): EncodedState {
  let base = snapshot && step2Frame(snapshot)
  let tail: Uint8Array[] = []
  let tailBytes = 0
  const answers = new Map<string, readonly Uint8Array[]>()

  const forget = () => {
    base = undefined
    tail = []
    tailBytes = 0
    answers.clear()
  }
  // The tail goes first: its step 2 then means that the whole text is there.
  const whole = () => (base ? [...tail, base] : undefined)

  return {
    whole,
    answer(doc, stateVector) {
      if (isEmptyVector(stateVector)) {
        const isNew = base === undefined
        base ??= step2Frame(Y.encodeStateAsUpdate(doc))
        return { frames: whole() ?? [base], isNew }
      }
      const key = Buffer.from(stateVector).toString('base64')
      const known = answers.get(key)
      if (known) return { frames: known, isNew: false }
      const frame = step2Frame(Y.encodeStateAsUpdate(doc, stateVector))
      if (answers.size < mostAnswers && frame.length <= longestAnswer) answers.set(key, [frame])
      return { frames: [frame], isNew: true }
    },
    append(frame) {
      answers.clear()
      if (!base) return
      tail.push(frame)
      tailBytes += frame.length
      if (tailBytes > longestTail.bytes || tail.length > longestTail.frames) forget()
    },
    forget,
  }
}
