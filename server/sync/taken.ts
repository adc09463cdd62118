/** What goes from a room to the disk. */
import type { TextRecord } from '../store/store.ts'

/** What a batch took from a room: to be confirmed when it is on disk, or undone. */
export interface Taken {
  readonly records: readonly TextRecord[]
  confirm(): void
  undo(): void
}

/** The same, with something to do when it is over either way. */
export const withEnd = (taken: Taken, end: () => void): Taken => ({
  records: taken.records,
  confirm() {
    taken.confirm()
    end()
  },
  undo() {
    taken.undo()
    end()
  },
})
