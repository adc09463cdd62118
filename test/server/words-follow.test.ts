/** Words beside letters that others deleted and brought back, cut and pasted, or moved, neither knowing of the other: whichever came first. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type * as Y from 'yjs'
import { bracketsOf } from '#shared/brackets/brackets'
import { keptCopiesOf } from '#shared/copies/doc-copies'
import { bracket } from '#shared/flow/acts'
import { flowOf, newFlowDoc } from '#shared/flow/flow-doc'
import { readText } from '#shared/flow/read-text'
import { contentToPlain } from '#shared/text/content-to-plain'
import {
  draftOf,
  placeOfWords,
  removeWords,
  splitBefore,
  typeBehind,
} from '../support/flow-edits.ts'
import { undoing } from '../support/flow-undo.ts'
import { type Negotiation, startNegotiation } from '../support/negotiation.ts'
import { cutAndPaste, paste, stretchesOf } from '../support/pasting.ts'
import { typeParagraph, until, wordsOf } from '../support/served.ts'
import { wordsBySeat } from '../support/written-by.ts'

let room: Negotiation
beforeAll(async () => {
  room = await startNegotiation()
})
afterAll(async () => room.close())

let made = 0
/** Somebody goes offline; the other acts and is saved; then they, who have acted as well, come back: what both read then. */
async function bothAct(
  first: 'Brazil' | 'India',
  indiaActs: (doc: Y.Doc) => void,
  brazilActs: (doc: Y.Doc) => void,
  indiaBegins?: (doc: Y.Doc) => void,
) {
  const textId = await room.another()
  const enter = async (seat: string) => {
    const doc = newFlowDoc(6_000_000 + 7 * (made += 1), { gc: false })
    const provider = room.provider(seat, { textId, doc })
    await until('synced', () => provider.synced)
    return provider
  }
  const [brazil, india] = [await enter('Brazil'), await enter('India')]
  typeParagraph(india.doc, 'Alpha beta gamma delta.')
  typeParagraph(india.doc, 'Below here.')
  indiaBegins?.(india.doc)
  await until('heard', () => contentOf(brazil.doc) === contentOf(india.doc))
  const [there, away] = first === 'India' ? [india, brazil] : [brazil, india]
  away.disconnect()
  indiaActs(india.doc)
  brazilActs(brazil.doc)
  // Nothing is read on the server meanwhile: a text that was only loaded follows as well.
  const third = await enter(first)
  await until('saved', () => contentOf(third.doc) === contentOf(there.doc))
  away.connect()
  await until('all have all', async () => {
    const [one, other] = [contentOf(brazil.doc), contentOf(india.doc)]
    return away.synced && one === other && (await room.plainOf(textId)) === one
  })
  await room.served.installation.rooms.settled()
  const written = await wordsBySeat(room, india.doc, textId)
  return { doc: india.doc, words: wordsOf(india.doc), written }
}
/** Brazil is away while India acts. */
const meanwhile = (indiaActs: (doc: Y.Doc) => void, brazilActs: (doc: Y.Doc) => void) =>
  bothAct('India', indiaActs, brazilActs)
const contentOf = (doc: Y.Doc) => contentToPlain(readText(doc))

/** Deletes and brings back. */
function andBack(act: (doc: Y.Doc) => void): (doc: Y.Doc) => void {
  return (doc) => {
    const { undo } = undoing({ doc, draft: draftOf(doc) })
    act(doc)
    undo.undo()
  }
}
const typed = (doc: Y.Doc) => typeBehind(doc, ' BRA', 'beta')

describe('words that follow', () => {
  test('[SYNC-357] what somebody types offline stands behind its letter, though that was deleted and brought back, or cut and pasted, meanwhile, and is theirs', async () => {
    const back = await meanwhile(
      andBack((doc) => removeWords(doc, 'beta gamma')),
      typed,
    )
    expect(back.words).toContain('Alpha beta BRA gamma delta.')
    const cut = await meanwhile((doc) => cutAndPaste(doc, 'beta gamma', 'Below here.'), typed)
    expect(cut.words).toContain('Below here.beta BRA gamma')
    for (const { written } of [back, cut])
      expect(written.filter(([words]) => words.includes('BRA'))).toEqual([[' BRA', 'Brazil']])
    const twoLetters = await meanwhile(
      andBack((doc) => removeWords(doc, 'beta ')),
      typed,
    )
    expect(twoLetters.words).toContain('Alpha beta BRA gamma')
    const first = await meanwhile(
      andBack((doc) => removeWords(doc, 'Alpha beta gamma delta.')),
      (doc) => typeBehind(doc, ' one', 'Alpha'),
    )
    expect(first.words).toContain('Alpha one beta')
  })

  test('[SYNC-358] so does what is written on in several pieces, a split, and a bracket around words that follow; beside words that stand nothing moves', async () => {
    const pieces = await meanwhile(
      andBack((doc) => removeWords(doc, 'beta gamma')),
      (doc) => {
        typed(doc)
        typeBehind(doc, 'ZIL', 'BRA')
      },
    )
    expect(pieces.words).toContain('beta BRAZIL gamma')
    const halves = await meanwhile(
      andBack((doc) => removeWords(doc, 'beta gamma')),
      (doc) => splitBefore(doc, ' gamma'),
    )
    expect(halves.words.replaceAll('\n', '|')).toContain('Alpha beta| gamma delta.')
    const around = await meanwhile(
      andBack((doc) => removeWords(doc, 'Alpha beta gamma delta.')),
      (doc) => {
        const at = placeOfWords(flowOf(doc), 'gamma')
        bracket(draftOf(doc), at, at + 5, 'b1')
      },
    )
    expect(bracketsOf(readText(around.doc)).map(({ words }) => words)).toEqual(['gamma'])
    const untouched = await meanwhile(
      (doc) => cutAndPaste(doc, 'beta ', 'Below here.'),
      (doc) => typeBehind(doc, ' BRA', 'gamma'),
    )
    expect(untouched.words).toContain('Alpha gamma BRA delta.')
  })

  test('[SYNC-400] what was saved before somebody who had not seen it cuts and pastes the words around it follows them: letters, a split, a bracket; and all stay whose they are', async () => {
    const cut = (doc: Y.Doc) => cutAndPaste(doc, 'beta gamma', 'Below here.')
    const said = await bothAct('Brazil', cut, typed)
    expect(said.words).toContain('Below here.beta BRA gamma')
    expect(said.written.filter(([, by]) => by === 'Brazil')).toEqual([[' BRA', 'Brazil']])
    const halves = await bothAct('Brazil', cut, (doc) => splitBefore(doc, ' gamma'))
    expect(halves.words.replaceAll('\n', '|')).toContain('Below here.beta| gamma')
    const around = await bothAct('Brazil', cut, (doc) => {
      const at = placeOfWords(flowOf(doc), 'eta')
      bracket(draftOf(doc), at, at + 3, 'b1')
    })
    expect(bracketsOf(readText(around.doc)).map(({ words }) => words)).toEqual(['eta'])
    expect(around.words).toContain('Below here.b')
  })

  test('[SYNC-401] words that two cut and paste at once stand once, where they came first, and those that one deleted stay deleted; in every order they are still their author’s', async () => {
    const cut = (words: string, behind: string) => (doc: Y.Doc) => cutAndPaste(doc, words, behind)
    for (const first of ['India', 'Brazil'] as const) {
      const twice = await bothAct(
        first,
        cut('beta gamma', 'Below here.'),
        cut('beta gamma', 'delta.'),
      )
      expect(twice.words.match(/beta gamma/g)).toHaveLength(1)
      expect(twice.words).toContain(
        first === 'India' ? 'Below here.beta gamma' : 'delta.beta gamma',
      )
      expect(new Set(twice.written.map(([, by]) => by))).toEqual(new Set(['India']))
    }
    const deleted = await bothAct('Brazil', cut('beta gamma', 'Below here.'), (doc) =>
      removeWords(doc, 'beta '),
    )
    expect(deleted.words).toContain('Below here.gamma')
    expect(deleted.words).not.toContain('beta')
    expect(new Set(deleted.written.map(([, by]) => by))).toEqual(new Set(['India']))
  })

  test('[SYNC-402] a bracket that somebody put offline around words which others cut and paste meanwhile stands around them there', async () => {
    const around = await meanwhile(
      (doc) => cutAndPaste(doc, 'beta gamma', 'Below here.'),
      (doc) => {
        const at = placeOfWords(flowOf(doc), 'beta gamma')
        bracket(draftOf(doc), at, at + 10, 'b1')
      },
    )
    expect(bracketsOf(readText(around.doc)).map(({ words }) => words)).toEqual(['beta gamma'])
    expect(around.words).toContain('Below here.')
  })

  test('[SYNC-403] words of one’s own that followed are taken back by undo, and brought again by redo', async () => {
    let own: ReturnType<typeof undoing> | undefined
    let page: Y.Doc | undefined
    const after = await meanwhile(
      (doc) => cutAndPaste(doc, 'beta gamma', 'Below here.'),
      (doc) => {
        page = doc
        own = undoing({ doc, draft: draftOf(doc) })
        typed(doc)
      },
    )
    expect(after.words).toContain('beta BRA gamma')
    if (!own || !page) throw new Error('nobody was away')
    own.undo.undo()
    expect(wordsOf(page)).toContain('Below here.beta gamma')
    own.undo.redo()
    expect(wordsOf(page)).toContain('Below here.beta BRA gamma')
  })

  test('[SYNC-404] what others typed in words that somebody had cut and pasted follows when that is undone, and done again: seen or not, and all stay whose they are', async () => {
    for (const first of ['India', 'Brazil'] as const) {
      let own: ReturnType<typeof undoing> | undefined
      const back = await bothAct(
        first,
        () => own?.undo.undo(),
        typed,
        (doc) => {
          own = undoing({ doc, draft: draftOf(doc) })
          cutAndPaste(doc, 'beta gamma', 'Below here.')
        },
      )
      expect(back.words).toContain('Alpha beta BRA gamma delta.')
      expect(back.written.filter(([, by]) => by === 'Brazil')).toEqual([[' BRA', 'Brazil']])
      own?.undo.redo()
      await until('follows', () => wordsOf(back.doc).includes('Below here.beta BRA gamma'))
    }
  })

  test('[SYNC-405] a copy of words that somebody cuts and pastes stands, also when another has moved the words that it was copied from', async () => {
    for (const first of ['India', 'Brazil'] as const) {
      const after = await bothAct(
        first,
        (doc) => cutAndPaste(doc, 'beta gamma', 'delta.'),
        (doc) => {
          paste(doc, 'Alpha', {
            words: 'beta gamma',
            originals: stretchesOf(doc, 'beta gamma'),
          })
          cutAndPaste(doc, 'beta gamma', 'Below here.')
        },
      )
      expect(after.words).toContain('Alpha  delta.beta gamma')
      expect(after.words).toContain('Below here.beta gamma')
    }
  })

  test('[SYNC-406] what somebody types, cuts and pastes before any of it is saved stands as they left it, in the letters that they typed', async () => {
    const after = await meanwhile(
      (doc) => typeBehind(doc, ' IND', 'Below here.'),
      (doc) => {
        typeParagraph(doc, 'Epsilon zeta eta theta.')
        cutAndPaste(doc, 'zeta ', 'Epsilon eta ')
        splitBefore(doc, 'theta')
        cutAndPaste(doc, 'Epsilon ', 'theta.')
        andBack((each) => removeWords(each, 'eta '))(doc)
      },
    )
    expect(after.words).toContain('Below here. IND\neta zeta \ntheta.Epsilon ')
    expect(keptCopiesOf(after.doc).filter(({ by }) => by === 'installation')).toEqual([])
  })
})
