/** What documents have gone through: whoever has read one needs to read again only what was edited since. */
import type * as Y from 'yjs'
import { type PlainEdit, plainEditOf } from '#shared/flow/plain-edits'

/** What a document has gone through since it was first asked for: its version counts the changes. */
interface Course {
  version: number
  /** The latest changes, the newest last; undefined for one that was not plain. */
  readonly edits: (PlainEdit | undefined)[]
}
const courses = new WeakMap<Y.Doc, Course>()
/** So many of them are remembered. */
const mostEdits = 200

function courseOf(doc: Y.Doc): Course {
  const known = courses.get(doc)
  if (known) return known
  const course: Course = { version: 0, edits: [] }
  courses.set(doc, course)
  doc.on('afterTransaction', (transaction: Y.Transaction) => {
    if (transaction.changed.size === 0) return
    course.version += 1
    course.edits.push(plainEditOf(transaction))
    if (course.edits.length > mostEdits) course.edits.shift()
  })
  return course
}

/** Another number whenever a document has changed since it was first asked for. */
export const versionOf = (doc: Y.Doc): number => courseOf(doc).version

/** What a document has gone through since it had a version; undefined where that was not plain, or is too long ago. */
export function editsSince(doc: Y.Doc, then: number): readonly PlainEdit[] | undefined {
  const { version, edits } = courseOf(doc)
  if (version - then > edits.length) return undefined
  const since = edits.slice(edits.length - (version - then))
  const plain = since.filter((edit) => edit !== undefined)
  return plain.length === since.length ? plain : undefined
}
