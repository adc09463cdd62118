/** Nobody can write under the client id of a page that has not written yet: nobody is shown it. */
import { afterEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { clientsOfSession, flowOf } from '#shared/flow/flow-doc'
import { frame } from '#shared/protocol/frames'
import { numbersTold, shownTo } from '../support/carets.ts'
import { newTextId } from '../support/negotiation.ts'
import { rawOn } from '../support/raw-socket.ts'
import { type Served, startServed, typeParagraph, until, wordsOf } from '../support/served.ts'
import { syncFrame, updateOf } from '../support/sync-frames.ts'

let room: Served
afterEach(async () => room.close())

/** The caret behind the last letter of the words. */
const caretAtEnd = (doc: Y.Doc) => {
  const flow = flowOf(doc)
  const place = Y.relativePositionToJSON(
    Y.createRelativePositionFromTypeIndex(flow, flow.length, -1),
  )
  return { anchor: place, head: place }
}

test('[SYNC-360] others are shown who is there, and no client id under which they have not written; their caret when its letters are there', async () => {
  room = await startServed()
  const [brazil, india] = [room.provider('Brazil'), room.provider('India')]
  const heard = numbersTold(india)
  await until('synced', () => brazil.synced && india.synced)
  brazil.awareness.setLocalStateField('cursor', null)
  await until('shown', () => shownTo(india, 'BR') !== undefined)
  const set = (mode: string) =>
    room.command('Secretariat', { type: 'set-drafting-mode', textId: room.textId, mode })
  await set('amendments')
  typeParagraph(brazil.doc, 'Not accepted.')
  brazil.awareness.setLocalStateField('cursor', caretAtEnd(brazil.doc))
  // A later sign of the same page is there, and so was what it told before.
  india.awareness.setLocalStateField('cursor', null)
  await until('India is shown, behind it', () => shownTo(brazil, 'IN') !== undefined)
  expect(shownTo(india, 'BR')).toMatchObject({ cursor: null })
  const ids = () => [...heard].filter((id) => clientsOfSession(brazil.doc.clientID).includes(id))
  expect(ids()).toEqual([])
  // Nobody sees their own caret as another's.
  expect(shownTo(brazil, 'BR')).toBeUndefined()
  await set('open')
  brazil.disconnect()
  brazil.connect()
  await until('accepted', () => wordsOf(india.doc).includes('Not accepted.'))
  await until('its caret', () => typeof shownTo(india, 'BR')?.['cursor'] === 'object')
  await until('its place', () => shownTo(india, 'BR')?.['cursor'] !== null)
  expect(ids()).not.toEqual([])
})

test('[SYNC-361] what is typed offline arrives, whatever others wrote under the ids that they were shown, also after a restart and in an amendment', async () => {
  room = await startServed()
  const amendment = newTextId()
  await room.command('India', {
    type: 'start-amendment',
    textId: amendment,
    baseTextId: room.textId,
  })
  const [brazil, india] = [room.provider('Brazil'), room.provider('India')]
  const heard = numbersTold(india)
  await until('synced', () => brazil.synced && india.synced)
  brazil.awareness.setLocalStateField('cursor', null)
  await until('shown', () => shownTo(india, 'BR') !== undefined)
  brazil.disconnect()
  typeParagraph(brazil.doc, 'Typed offline.')
  await room.restart()
  const thieves = await Promise.all(
    [amendment, room.textId].map((textId) => rawOn(room, WebSocket, 'India', textId)),
  )
  const shown = [...heard].filter((id) => id !== india.doc.clientID)
  expect(shown.length).toBeGreaterThan(0)
  for (const thief of thieves) {
    for (const id of shown) {
      const update = updateOf((doc) => {
        doc.clientID = id
        typeParagraph(doc, 'Under the id of another, as long as that or longer.')
      })
      thief.socket.send(syncFrame(2, update))
    }
    const answers = () =>
      thief.heard.filter(([type]) => type === frame.refused || type === frame.saved)
    await until('answered', () => answers().length >= shown.length)
  }
  brazil.connect()
  await until('arrived', () => wordsOf(india.doc).includes('Typed offline.'))
  const later = room.provider('Chair')
  await until('synced', () => later.synced)
  expect(wordsOf(later.doc)).toContain('Typed offline.')
  for (const thief of thieves) thief.socket.close()
})
