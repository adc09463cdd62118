/**
 * Moves a base with all that stands on it: its amendments, and the comments on any of them. They move at once, since amendments and
 * comments find their letters in the base's flow by the names that these had in its tree.
 */
import type * as Y from 'yjs'
import type { KeptBranch } from '../amendment/branch.ts'
import { keptOf } from '../amendment/branch.ts'
import type { AnchoredLetters } from '../anchors/anchored-letters.ts'
import { clientsOfSession } from '../flow/flow-doc.ts'
import type { TreeAnchor } from '../tree/words-anchor.ts'
import { keepFormerClocks } from './former-clocks.ts'
import { moveAnchors } from './move-anchors.ts'
import { moveBranch } from './move-branch.ts'
import { type Movers, moveText } from './move-text.ts'

/** A text as the tree kept it. */
export interface OldText<Author> {
  readonly doc: Y.Doc
  /** Whose a letter is. */
  readonly authorOf: (client: number, clock: number) => Author
  /** The comments on its words. */
  readonly anchors: readonly TreeAnchor[]
}

/** A text in its new form. */
export interface NewText<Author> {
  readonly doc: Y.Doc
  /** Who writes under which client id; the installation under those that wrote edges and keys. */
  readonly authors: ReadonlyMap<number, Author | null>
  /** Of an open amendment. */
  readonly branch?: KeptBranch
  /** The letters of each comment; undefined where its words were gone. */
  readonly letters: readonly (AnchoredLetters | undefined)[]
}

/** `isOpen`: it follows its base, which it was brought up to. Of one that was decided or withdrawn, what it says moves. */
export type OldAmendment<Author> = OldText<Author> & { readonly isOpen: boolean }

const withInstallation = <Author>(
  authors: ReadonlyMap<number, Author>,
  ...docs: readonly Y.Doc[]
): ReadonlyMap<number, Author | null> =>
  new Map<number, Author | null>([
    ...docs.flatMap(({ clientID }) =>
      clientsOfSession(clientID).map((client) => [client, null] as const),
    ),
    ...authors,
  ])

/** Gives back the base's new form and those of its amendments, in their order. */
export function moveTogether<Author>(
  base: OldText<Author>,
  amendments: readonly OldAmendment<Author>[],
  { newClient, ids }: Omit<Movers<Author>, 'authorOf'>,
): readonly [NewText<Author>, ...NewText<Author>[]] {
  const moversOf = ({ authorOf }: OldText<Author>): Movers<Author> => ({ authorOf, newClient, ids })
  const moved = moveText(base.doc, moversOf(base))
  const alone = (old: OldText<Author>, { doc, ranges, authors }: typeof moved): NewText<Author> => {
    keepFormerClocks(doc, old.doc)
    return {
      doc,
      authors: withInstallation(authors, doc),
      letters: moveAnchors(old.doc, ranges, old.anchors),
    }
  }
  const movedBase = alone(base, moved)
  return [
    movedBase,
    ...amendments.map((old): NewText<Author> => {
      if (!old.isOpen) return alone(old, moveText(old.doc, moversOf(old)))
      const { branch, ranges, authors } = moveBranch(old.doc, moved, moversOf(old))
      keepFormerClocks(branch.doc, old.doc)
      return {
        doc: branch.doc,
        authors: withInstallation(new Map([...moved.authors, ...authors]), moved.doc, branch.doc),
        branch: keptOf(branch),
        letters: moveAnchors(old.doc, [...moved.ranges, ...ranges], old.anchors),
      }
    }),
  ]
}
