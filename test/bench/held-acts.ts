/** Acts of the record on a long text, each prepared beforehand: what the chair presses, and what a script sends to stop the room. */
import { setTimeout as delay } from 'node:timers/promises'
import * as Y from 'yjs'
import { mintId, TextId } from '#shared/domain/ids'
import { remove, type } from '#shared/flow/acts'
import { blocksOf } from '#shared/flow/blocks'
import { flowOf, newFlowDoc } from '#shared/flow/flow-doc'
import { lettersOfMany } from '../support/many-ids.ts'
import { openClient, until } from './client.ts'
import { newClientId, openTypist } from './keys.ts'
import type { Acting, Server } from './server.ts'

/** An act, and what has to be there before it. */
export interface PreparedAct {
  readonly prepare: () => Promise<unknown>
  readonly act: () => Promise<unknown>
}

/** A text as somebody has it open, as a document. */
async function openText(server: Server, document: number, who: number) {
  const doc = newFlowDoc(newClientId(), { gc: false })
  let [isSynced, saved] = [false, 0]
  const client = await openClient(server, document, who, {
    onUpdate(update, isStep2) {
      Y.applyUpdate(doc, update)
      isSynced ||= isStep2
    },
    onSaved: (count) => {
      saved = count
    },
  })
  client.sendStep1()
  await until('the text is there', () => isSynced)
  const draft = { flow: flowOf(doc), newBlockId: () => '' }
  return {
    doc,
    draft,
    close: () => client.close(),
    /** Resolves when it is on disk. */
    async write(change: () => void) {
      const [before, savedBefore] = [Y.encodeStateVector(doc), saved]
      doc.transact(change)
      client.sendUpdate(Y.encodeStateAsUpdate(doc, before))
      await until('it is saved', () => saved > savedBefore)
    },
  }
}
type OpenText = Awaited<ReturnType<typeof openText>>

/** Each twentieth paragraph of the text's own, the last one first: others for each member. */
const ownBlocks = ({ draft }: OpenText, who: number) =>
  blocksOf(draft.flow)
    .filter(({ from, to }, place) => to - from > 100 && place > 0 && place % 20 === who % 20)
    .toReversed()

/** One member changes so many places of a text in an amendment, and has it open. */
async function amended(server: Server, { command, addDocument }: Acting, who: number) {
  const textId = mintId(TextId, 't', crypto.getRandomValues(new Uint8Array(24)))
  await command(who, { type: 'start-amendment', textId, baseTextId: server.documentName(0) })
  const text = await openText(server, addDocument(textId), who)
  await text.write(() => {
    for (const { from } of ownBlocks(text, who)) {
      remove(text.draft, from + 6, from + 11)
      type(text.draft, from + 6, 'letters')
    }
  })
  return { textId, text }
}

/** The same, tabled. */
async function tabled(server: Server, acting: Acting, who: number): Promise<TextId> {
  const { textId, text } = await amended(server, acting, who)
  text.close()
  await acting.command(who, { type: 'table-amendment', textId, reason: '' })
  // What a page asks for when it is tabled is over before the act is measured.
  await delay(300)
  return textId
}

/** Somebody takes away the paragraphs that an open amendment changes: its words are put elsewhere, and its author sees that. */
export function rebased(server: Server, acting: Acting): Record<string, PreparedAct> {
  let who = 24
  let [base, amendment]: (OpenText | undefined)[] = []
  return {
    'rebase ms': {
      async prepare() {
        base?.close()
        amendment?.close()
        who += 1
        amendment = (await amended(server, acting, who)).text
        base = await openText(server, 0, 13)
      },
      async act() {
        const own = base
        if (!own || !amendment) return
        await own.write(() => {
          for (const { from, to } of ownBlocks(own, who)) remove(own.draft, from - 1, to + 1)
          type(own.draft, blocksOf(own.draft.flow)[1]?.from ?? 0, 'k')
        })
        const { store } = amendment.doc
        const { clientID } = own.doc
        await until('the amendment follows', () => Y.getState(store, clientID) > 0)
      },
    },
  }
}

/** What the chair does about the first text, by the name of its figure. */
export function chairsActs(server: Server, acting: Acting): Record<string, PreparedAct> {
  const { command, recommendationOf } = acting
  const textId = server.documentName(0)
  const recommendationId = recommendationOf(0)
  let mode = 'open'
  const setMode = async (to: string) => {
    if (to !== mode) await command('chair', { type: 'set-drafting-mode', textId, mode: to })
    mode = to
  }
  let [next, amendment, isDecided] = [1, '', false]
  const prepare = async () => {
    amendment = await tabled(server, acting, (next += 1))
  }
  const decide = (outcome: string) => () =>
    command('chair', { type: 'decide-amendment', textId: amendment, outcome, note: '' })
  const resolve = (outcome: string) =>
    command('chair', {
      type: 'resolve-recommendation',
      recommendationId,
      outcome,
      alternativeTextId: null,
      note: 'A benchmark.',
    })
  const reopen = async () => {
    if (isDecided) await resolve('reopen')
    isDecided = false
    await setMode('open')
  }
  return {
    'take up ms': { prepare, act: decide('take-up') },
    'freeze ms': { prepare: () => setMode('open'), act: () => setMode('frozen') },
    'agree ms': {
      prepare: reopen,
      async act() {
        await resolve('agree-ad-ref')
        isDecided = true
      },
    },
    // A text with brackets is not agreed.
    'bracket ms': {
      async prepare() {
        await reopen()
        await prepare()
      },
      act: decide('bracket'),
    },
  }
}

/** A script sends 60,000 client ids at once; then each delegation as many as they may. Ends with somebody else's next key. */
export function idsOfAScript(server: Server): Record<string, PreparedAct> {
  const nothing = async () => undefined
  const typist = openTypist()
  const behind = Y.createID(typist.clientId, 0)
  const sendKey = async () => {
    let saved = 0
    const client = await openClient(server, 0, 5, { onSaved: (count) => (saved = count) })
    client.sendStep1()
    client.sendUpdate(typist.key())
    await until('the key is saved', () => saved > 0)
    client.close()
  }
  const send = async (who: number, update: Uint8Array) => {
    let isAnswered = false
    const client = await openClient(server, 0, who, {
      onFrame: ([type]) => {
        isAnswered ||= type === 100 || type === 101
      },
    })
    client.sendStep1()
    client.sendUpdate(update)
    await until('it is judged', () => isAnswered)
    client.close()
  }
  let first = 100_000
  return {
    '60,000 ids ms': { prepare: sendKey, act: () => send(20, lettersOfMany(60_000, behind)) },
    'many ids ms': {
      prepare: nothing,
      async act() {
        for (let who = 0; who < 6; who += 1) {
          await send(who + 6, lettersOfMany(300, behind, first))
          first += 300
        }
      },
    },
    'key after ids ms': { prepare: nothing, act: sendKey },
  }
}
