/** How many square brackets the texts of a group have, now and when the meeting day was opened. */
import { Router } from 'express'
import * as Y from 'yjs'
import type { GroupId, TextId } from '#shared/domain/ids'
import type { BracketCounts } from '#shared/protocol/api'
import { refuse } from '#shared/record/refusal'
import type { RecordState } from '#shared/record/state'
import { textRight } from '#shared/record/text-right'
import { countBrackets } from '#shared/text/brackets'
import { readContent } from '#shared/text/read-content'
import { rebuildFrom } from '../store/text-log.ts'
import type { HttpContext } from './context.ts'
import { sendRefusal } from './problem.ts'
import { groupRequest } from './sign-in.ts'

/** A number worked out once for what it was worked out from. */
interface Known {
  readonly from: string
  readonly count: number
}

export function bracketRoutes({ records, rooms, store, identity, isSecure }: HttpContext): Router {
  const router = Router()
  const now = new Map<TextId, Known>()
  const then = new Map<TextId, Known>()
  const openings = new Map<GroupId, { readonly day: string; readonly at: string | null }>()

  /** From the log: nobody needs the text open for it. */
  const countNow = (textId: TextId): number => {
    const from = String(rooms.changesOf(textId))
    const known = now.get(textId)
    if (known?.from === from) return known.count
    const { doc } = rebuildFrom(store, textId)
    const count = countBrackets(readContent(doc))
    doc.destroy()
    now.set(textId, { from, count })
    return count
  }
  const countAt = async (textId: TextId, time: string): Promise<number> => {
    const known = then.get(textId)
    if (known?.from === time) return known.count
    const doc = new Y.Doc()
    Y.applyUpdate(doc, await store.stateAt(textId, time))
    const count = countBrackets(readContent(doc))
    doc.destroy()
    then.set(textId, { from: time, count })
    return count
  }
  const openedAt = (groupId: GroupId, { session }: RecordState): string | null => {
    const day = JSON.stringify(session)
    const known = openings.get(groupId)
    if (known?.day === day) return known.at
    const opening = store
      .readEvents(groupId)
      .findLast(({ event }) => event.type === 'meeting-day-opened')
    const at = opening?.at ?? null
    openings.set(groupId, { day, at })
    return at
  }

  router.get('/api/groups/:groupId/brackets', async (request, response) => {
    const asked = groupRequest(request, response, identity, isSecure)
    if (!asked) return
    const { groupId, actor } = asked
    const state = records.stateOf(groupId)
    if (!state) {
      sendRefusal(response, refuse('group-unknown'))
      return
    }
    await rooms.settled()
    const at = openedAt(groupId, state)
    const texts: BracketCounts['texts'] = []
    for (const { textId } of Object.values(state.texts)) {
      if (textRight(state, actor, textId) === 'none') continue
      const count = countNow(textId)
      texts.push({
        textId,
        now: count,
        atOpening: at === null ? count : await countAt(textId, at),
      })
    }
    const counts: BracketCounts = { openedAt: at, texts }
    response.set('Cache-Control', 'no-store').json(counts)
  })

  return router
}
