/** What the browser shows of a page in its tab, its history and its bookmarks: what it is, then where. */
import { useEffect } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import { useRecord } from './record.tsx'

/** The title of a page, then the place that it belongs to. */
export function usePageTitle(page: string, place: string): void {
  useEffect(() => {
    document.title = place === '' ? page : `${page} · ${place}`
  }, [page, place])
}

/** The title of a page of the room. */
export function useRoomTitle(page: string): void {
  const say = useMessages()
  const group = useRecord((state) => state.group?.name)
  usePageTitle(page, group ?? say('wordmark'))
}
