/** What the installation notes beside what pages write: whose a bracket is, which words are copies, and what two brought back at once. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { bracketsOf } from '#shared/brackets/brackets'
import { claimCopies, keptCopiesOf } from '#shared/copies/doc-copies'
import { bracket, liftBracket, type } from '#shared/flow/acts'
import { contentSchema } from '#shared/flow/allowed-flow'
import { flowOf, newFlowDoc } from '#shared/flow/flow-doc'
import { readText } from '#shared/flow/read-text'
import { frame } from '#shared/protocol/frames'
import { OwnBrackets } from '#shared/protocol/own-brackets'
import { blockOf, draftOf, placeOfWords, removeWords } from '../support/flow-edits.ts'
import { undoing } from '../support/flow-undo.ts'
import { type Negotiation, startNegotiation } from '../support/negotiation.ts'
import { cutAndPaste, letterOf, paste, stretchesOf } from '../support/pasting.ts'
import { rawOn } from '../support/raw-socket.ts'
import { typeParagraph, until, wordsOf } from '../support/served.ts'
import { syncFrame, updateOf } from '../support/sync-frames.ts'
import { wordsBySeat } from '../support/written-by.ts'

let room: Negotiation
beforeAll(async () => {
  room = await startNegotiation()
})
afterAll(async () => room.close())

let made = 0
const page = () => newFlowDoc(5_000_000 + 7 * (made += 1), { gc: false })
const pageOf = async (seat: string, textId = room.textId) => {
  const provider = room.provider(seat, { textId, doc: page() })
  await until('synced', () => provider.synced)
  return provider
}
const noted = (doc: Y.Doc) =>
  bracketsOf(readText(doc)).map(({ bracketId, sponsors, putAt }) => [bracketId, sponsors, putAt])

describe('brackets', () => {
  test('[SYNC-350] whose a bracket is and since when is noted by the installation as soon as it is put, and stays when another takes it away and it is brought back, or pastes it', async () => {
    const [brazil, india, office] = [
      await pageOf('Brazil'),
      await pageOf('India'),
      await pageOf('Secretariat'),
    ]
    typeParagraph(brazil.doc, 'Pledges are published each quarter.')
    await until('heard', () => wordsOf(india.doc).includes('quarter.'))
    const before = new Date().toISOString()
    for (const [{ doc }, id, words] of [
      [brazil, 'of-brazil', 'Pledges'],
      [office, 'of-nobody', 'published'],
    ] as const) {
      const at = placeOfWords(flowOf(doc), words)
      bracket(draftOf(doc), at, at + words.length, id)
    }
    await until(
      'noted',
      () => noted(india.doc).length === 2 && noted(india.doc).every(([, , at]) => at !== ''),
    )
    expect(noted(india.doc).map(([id, sponsors]) => [id, sponsors])).toEqual([
      ['of-brazil', 'BR'],
      ['of-nobody', ''],
    ])
    const [[, , putAt] = []] = noted(india.doc)
    expect(String(putAt) >= before).toBe(true)

    const own = undoing({ doc: india.doc, draft: draftOf(india.doc) })
    liftBracket(draftOf(india.doc), 'of-brazil')
    await until('gone', () => noted(brazil.doc).length === 1)
    own.undo.undo()
    await until('back', () => noted(brazil.doc).length === 2)
    expect(noted(brazil.doc)[0]).toEqual(['of-brazil', 'BR', putAt])
    // A page that says so itself is refused, and nobody believes it.
    const script = await rawOn(room, WebSocket, 'India', room.textId)
    const copy = page()
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(brazil.doc))
    const lie = updateOf((doc) => {
      doc.getMap('brackets').set('of-nobody.sponsors', 'BR')
    }, copy)
    script.socket.send(syncFrame(2, lie))
    await until('refused', () => script.heard.some(([type]) => type === frame.refused))
    expect(noted(brazil.doc)[1]?.[1]).toBe('')
    script.socket.close()
    for (const each of [brazil, india, office]) each.destroy()
  })

  test('[SYNC-440] sponsors that a bracket names itself are its sponsors where its author may name them; else they stay words of it', async () => {
    const textId = await room.another()
    const [brazil, office] = [await pageOf('Brazil', textId), await pageOf('Secretariat', textId)]
    const written = async (page: typeof brazil, words: string, id: string) => {
      typeParagraph(page.doc, words)
      const at = placeOfWords(flowOf(page.doc), words)
      bracket(draftOf(page.doc), at, at + words.length, id)
      await until('noted', async () => (await room.plainOf(textId)).includes(words.slice(-5)))
    }
    await written(office, 'BR, IN: shall', 'a')
    await written(office, 'XX: may', 'b')
    await written(brazil, 'BR: must', 'c')
    await written(brazil, 'IN: will', 'd')
    await until('all are noted', async () =>
      (await room.plainOf(textId)).includes('[BR: IN: will]'),
    )
    const read = await room.plainOf(textId)
    for (const each of ['[BR, IN: shall]', '[XX: may]', '[BR: must]']) expect(read).toContain(each)
    for (const each of [brazil, office]) each.destroy()
  })
})

describe('a delegation’s own list', () => {
  test('[API-110] a delegation is told the brackets that it wants, alone or with others, in the order of the texts, and not those of others; the table and followers have none', async () => {
    const textId = await room.another()
    const [brazil, office] = [await pageOf('Brazil', textId), await pageOf('Secretariat', textId)]
    for (const [page, words, id] of [
      [brazil, 'alone', 'own-1'],
      [office, 'BR, IN: together', 'own-2'],
      [office, 'IN: theirs', 'own-3'],
    ] as const) {
      typeParagraph(page.doc, words)
      const at = placeOfWords(flowOf(page.doc), words)
      bracket(draftOf(page.doc), at, at + words.length, id)
      await until('saved', async () => (await room.plainOf(textId)).includes(words.slice(-4)))
    }
    const ask = (seat: string) =>
      fetch(`${room.url}/api/groups/${room.groupId}/own-brackets`, { headers: room.as(seat) })
    const own = async (seat: string) =>
      OwnBrackets.parse(await (await ask(seat)).json())
        .brackets.filter((each) => each.textId === textId)
        .map(({ words, sponsors }) => [words, sponsors])
    await until('all are told', async () => (await own('India')).length === 2)
    expect(await own('Brazil')).toEqual([
      ['alone', 'BR'],
      ['together', 'BR, IN'],
    ])
    expect(await own('India')).toEqual([
      ['together', 'BR, IN'],
      ['theirs', 'IN'],
    ])
    expect((await ask('Secretariat')).status).toBe(403)
    for (const each of [brazil, office]) each.destroy()
  })
})

describe('copies', () => {
  test('[SYNC-356] another’s letters that a member put in an order of their own, in a text in which the other has not been, are pasted as that member’s', async () => {
    const [textId, other] = [await room.another(), await room.another()]
    const [brazil, india] = [await pageOf('Brazil', textId), await pageOf('India', textId)]
    typeParagraph(brazil.doc, 'no vote')
    await until('heard', () => wordsOf(india.doc).includes('no vote'))
    const { client, clock } = letterOf(india.doc, 'no vote')
    expect([client, clock]).toEqual([brazil.doc.clientID, 0])
    const forged = room.provider('India', {
      textId: other,
      doc: newFlowDoc(client, { gc: false }),
    })
    await until('synced', () => forged.synced)
    for (const words of ['no', ' ', 'vote']) flowOf(forged.doc).insert(0, words)
    await until('saved', async () => (await room.plainOf(other)).includes('vote no'))
    paste(india.doc, 'no vote', {
      originals: stretchesOf(forged.doc, 'vote no'),
      text: other,
      words: 'vote no',
    })
    await until('noted', () => keptCopiesOf(india.doc).length > 0)
    expect(keptCopiesOf(india.doc).every(({ original }) => original.text === other)).toBe(true)
  })

  test('[SYNC-351] words that a page says it pasted are their first author’s, whether they were cut or copied, also from another text; what does not hold is whose who typed it', async () => {
    const textId = await room.another()
    const [brazil, india] = [await pageOf('Brazil', textId), await pageOf('India', textId)]
    typeParagraph(brazil.doc, 'The bad budget is public. The end.')
    await until('heard', () => wordsOf(india.doc).includes('The end.'))
    removeWords(brazil.doc, 'bad ')
    await until('heard', () => wordsOf(india.doc).includes('The budget'))
    const written = () => wordsBySeat(room, india.doc, textId)

    // What was deleted before between the words parts them no more.
    cutAndPaste(india.doc, 'The budget is public.', 'The end.')
    await until('noted', () => keptCopiesOf(india.doc).length > 0)
    expect(keptCopiesOf(india.doc).every(({ by }) => by === 'member')).toBe(true)
    expect((await written()).filter(([words]) => words.trim() !== '')).toEqual([
      [' The end.', 'Brazil'],
      ['The budget is public.', 'Brazil'],
    ])

    const refused = async (words: string, claim: () => void) => {
      const kept = keptCopiesOf(india.doc).length
      claim()
      await until('saved', async () => (await room.plainOf(textId)).includes(words))
      await room.served.installation.rooms.settled()
      expect([words, keptCopiesOf(india.doc).length]).toEqual([words, kept])
    }
    const first = letterOf(india.doc, 'budget')
    await refused('budgie', () => paste(india.doc, 'end.', { originals: first, words: 'budgie' }))
    await refused('udge', () =>
      paste(india.doc, 'end.', { originals: letterOf(india.doc, 'udget'), words: 'udge' }),
    )
    // What says something else than the letters that are named is no copy of them.
    typeParagraph(brazil.doc, 'We do not agree.')
    await until('heard', () => wordsOf(india.doc).includes('We do not agree.'))
    const we = letterOf(india.doc, 'We do')
    removeWords(brazil.doc, 'We do not agree.')
    await until('heard', () => !wordsOf(india.doc).includes('agree'))
    await refused('We do agree.', () =>
      paste(india.doc, 'end.', { originals: we, words: 'We do agree.' }),
    )
    // Letters of somebody else behind one’s own are no part of a paste.
    typeParagraph(brazil.doc, 'ublic')
    await until('heard', () => wordsOf(india.doc).endsWith('ublic'))
    await refused('public', () => {
      const original = letterOf(india.doc, 'public')
      india.doc.transact(() => {
        const copy = {
          client: india.doc.clientID,
          clock: Y.getState(india.doc.store, india.doc.clientID),
        }
        type(draftOf(india.doc), blockOf(india.doc, -1)?.from ?? 0, 'p')
        claimCopies(india.doc, [{ originals: [{ ...original, length: 6 }], copy, isMoved: false }])
      })
    })

    // From another text, which the member may read, and from one that nobody but its delegation may.
    const other = await room.another()
    const elsewhere = await pageOf('Brazil', other)
    typeParagraph(elsewhere.doc, 'Hosts report yearly.')
    await until('saved', async () => (await room.plainOf(other)).includes('yearly.'))
    const from = letterOf(elsewhere.doc, 'Hosts report')
    paste(india.doc, 'end.', { originals: from, text: other, words: 'Hosts report yearly.' })
    await until('noted', () =>
      keptCopiesOf(india.doc).some(({ original }) => original.text === other),
    )
    const draft = await room.amend('Brazil', other)
    typeParagraph(draft.doc, 'Secret words.')
    await until('saved', async () =>
      (await room.plainOf(draft.textId, 'Brazil')).includes('Secret words.'),
    )
    const secret = letterOf(draft.doc, 'Secret')
    await refused('Secret words.', () =>
      paste(india.doc, 'end.', { originals: secret, text: draft.textId, words: 'Secret words.' }),
    )
    for (const each of [brazil, india, elsewhere, draft.provider]) each.destroy()
  })

  test('[SYNC-352] what two undos brought back unseen by each other stands once, for everybody and in the log', async () => {
    const textId = await room.another()
    const pages = [await pageOf('Brazil', textId), await pageOf('India', textId)]
    const [brazil, india] = pages
    if (!brazil || !india) throw new Error('nobody is here')
    typeParagraph(brazil.doc, 'One two three.')
    await until('heard', () => wordsOf(india.doc).includes('three.'))
    const undoOf = pages.map(({ doc }) => undoing({ doc, draft: draftOf(doc) }))
    // Both delete the same words, offline, and bring them back.
    for (const each of pages) each.disconnect()
    for (const [at, { doc }] of pages.entries()) {
      removeWords(doc, 'two ')
      undoOf[at]?.undo.undo()
      expect(wordsOf(doc)).toContain('One two three.')
    }
    for (const each of pages) each.connect()
    await until('all agree', () =>
      pages.every(({ doc }) => wordsOf(doc).trim() === 'One two three.'),
    )
    expect(await room.plainOf(textId)).toContain('One two three.')
    const late = await pageOf('Chair', textId)
    expect(wordsOf(late.doc).trim()).toBe('One two three.')
    for (const each of [...pages, late]) each.destroy()
  })
})

test('[SYNC-353] an unmodified provider that names schema and epoch types and reads, whatever client id its document has', async () => {
  const { epoch } = room.served.installation.store
  const textId = await room.another()
  const witness = await pageOf('Chair', textId)
  for (const [at, clientID] of [7, 0x4000_0007, 0x8000_0007, 0xc000_0007].entries()) {
    const doc = new Y.Doc()
    doc.clientID = clientID
    const params = { schema: String(contentSchema), epoch }
    const program = room.provider('Brazil', { textId, doc, params })
    await until('synced', () => program.synced)
    doc.getText('flow').insert(doc.getText('flow').length, `Program ${at}. `)
    await until('heard', () => wordsOf(witness.doc).includes(`Program ${at}. `))
    typeParagraph(witness.doc, `Answer ${at}.`)
    await until('read', () => doc.getText('flow').toJSON().includes(`Answer ${at}.`))
    program.destroy()
  }
  const written = await wordsBySeat(room, witness.doc, textId)
  expect(
    written.filter(([words]) => words.includes('Program')).every(([, by]) => by === 'Brazil'),
  ).toBe(true)
  witness.destroy()
})
