/**
 * Undo and redo of one's own acts, over all documents of a page. What is done within half a second of the last is one step with it, and
 * so is nothing else. What comes before and behind a step is where the caret was: it goes back to where the act was.
 */
import type * as Y from 'yjs'
import { type Edit, editIn, joined } from './edit.ts'
import { takeBack } from './take-back.ts'

/** Milliseconds; the habit of other editors. */
const oneStep = 500

interface Step<Place> {
  readonly edits: ReadonlyMap<Y.Doc, Edit>
  readonly before: Place
  readonly after: Place
}

export interface Undo<Place> {
  /** Notes what somebody did in a document, from a place to another. */
  note(doc: Y.Doc, edit: Edit, before: Place, after: Place): void
  /** What is done next is a step of its own. */
  close(): void
  /**
   * Takes back the last step, of those that are in documents which may be edited now. Gives back where the caret belongs; undefined when
   * there is nothing to take back.
   */
  undo(mayEdit?: (doc: Y.Doc) => boolean): Place | undefined
  redo(mayEdit?: (doc: Y.Doc) => boolean): Place | undefined
}

/**
 * `now` gives milliseconds; `origin` is that of transactions that take back. `goesOn` says whether an act begins where the one before
 * it ended: what is done elsewhere is a step of its own.
 */
export function openUndo<Place>(
  now: () => number,
  origin: unknown,
  goesOn: (end: Place, begin: Place) => boolean = () => true,
): Undo<Place> {
  let [done, undone]: [Step<Place>[], Step<Place>[]] = [[], []]
  let last = Number.NEGATIVE_INFINITY

  /** Takes a step back; gives back what takes that back in turn. */
  const take = ({ edits, before, after }: Step<Place>): Step<Place> => {
    const taken = new Map<Y.Doc, Edit>()
    for (const [doc, edit] of edits) {
      const note = (transaction: Y.Transaction) => {
        const noted = transaction.origin === origin ? editIn(transaction) : undefined
        if (noted) taken.set(doc, noted)
      }
      doc.on('afterTransaction', note)
      try {
        takeBack(doc, edit, origin)
      } finally {
        doc.off('afterTransaction', note)
      }
    }
    return { edits: taken, before: after, after: before }
  }
  const move = (
    from: Step<Place>[],
    to: Step<Place>[],
    mayEdit: (doc: Y.Doc) => boolean = () => true,
  ): Place | undefined => {
    last = Number.NEGATIVE_INFINITY
    const next = (): Step<Place> | undefined => {
      const at = from.findLastIndex(({ edits }) => [...edits.keys()].every(mayEdit))
      return at < 0 ? undefined : from.splice(at, 1)[0]
    }
    // Steps of which nothing is left to take back are passed over.
    for (let step = next(); step; step = next()) {
      const taken = take(step)
      if (taken.edits.size === 0) continue
      to.push(taken)
      return step.before
    }
    return undefined
  }
  const without = (steps: readonly Step<Place>[], doc: Y.Doc): Step<Place>[] =>
    steps
      .map((step) => ({
        ...step,
        edits: new Map([...step.edits].filter(([each]) => each !== doc)),
      }))
      .filter(({ edits }) => edits.size > 0)

  const known = new WeakSet<Y.Doc>()
  /** A document that is no longer on the page is forgotten. */
  const forgetWithPage = (doc: Y.Doc) => {
    if (known.has(doc)) return
    known.add(doc)
    doc.on('destroy', () => {
      done = without(done, doc)
      undone = without(undone, doc)
    })
  }

  return {
    note(doc, edit, before, after) {
      forgetWithPage(doc)
      const at = now()
      undone = []
      const latest = done.at(-1)
      const isSameStep = latest !== undefined && at - last < oneStep && goesOn(latest.after, before)
      const previous = isSameStep ? done.pop() : undefined
      last = at
      const own = previous?.edits.get(doc)
      const edits = new Map(previous?.edits).set(doc, own ? joined(own, edit) : edit)
      done.push({ edits, before: previous ? previous.before : before, after })
    },
    close() {
      last = Number.NEGATIVE_INFINITY
    },
    undo: (mayEdit) => move(done, undone, mayEdit),
    redo: (mayEdit) => move(undone, done, mayEdit),
  }
}
