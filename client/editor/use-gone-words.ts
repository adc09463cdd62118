/** Gives somebody their words back whose cell was taken away by others while they were in it: nothing of them is on the page any more. */
import { useCallback } from 'react'
import * as Y from 'yjs'
import { readLine } from '#shared/flow/read-text'
import { flatInlines } from '#shared/text/flat-words'
import { keepWords, rowRemoved } from '../live/kept-words.ts'
import { useEpoch, useYou } from '../live/record.tsx'
import { serverInstant } from '../live/server-clock.ts'
import type { TextRoom } from '../live/text-room.ts'

/** Keeps what stands in a flow that is not on the page any more. */
export function useGoneWords({ textId, doc }: TextRoom): (flow: Y.Text) => void {
  const { memberId } = useYou()
  const epoch = useEpoch()
  return useCallback(
    (flow) => {
      const name = Y.findRootTypeKey(flow)
      const words = flatInlines(readLine(doc, name)).trim()
      if (words === '' || memberId === null) return
      const id = `${textId}/${name}`
      keepWords({ id, memberId, textId, at: serverInstant(), why: rowRemoved, words, epoch })
    },
    [textId, doc, memberId, epoch],
  )
}
