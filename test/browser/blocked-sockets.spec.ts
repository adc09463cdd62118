/** A network that blocks WebSockets, as ministries' do. */
import { expect } from '@playwright/test'
import { extend } from '../support/group.ts'
import { saved, typeAtEnd } from './people.ts'
import { test } from './room.ts'

test('[UI-18] where WebSockets are blocked the words travel by HTTP, both ways, and the screen says so', async ({
  room,
}) => {
  const meeting = await room({ seats: ['Brazil', 'Portugal'] })
  const portugal = await meeting.enter('Portugal', { hasOwnTab: true })
  // A proxy that refuses the upgrade: the browser sees a socket that closes before it opened.
  await portugal.page.addInitScript(() => {
    class BlockedSocket extends EventTarget {
      readyState = 0
      onclose: ((event: CloseEvent) => void) | null = null
      constructor() {
        super()
        setTimeout(() => {
          this.readyState = 3
          const event = new CloseEvent('close', { code: 1006 })
          this.onclose?.(event)
          this.dispatchEvent(event)
        })
      }
      send(): void {}
      close(): void {}
    }
    Object.assign(window, { WebSocket: BlockedSocket })
  })
  await portugal.page.reload()
  const banner = portugal.page.getByRole('banner')
  await expect(banner.getByText('by HTTP')).toBeVisible()
  await saved(portugal)
  await typeAtEnd(portugal, ' Typed behind a wall.')
  await saved(portugal)
  expect(await meeting.plain(undefined, 'Brazil')).toContain('Typed behind a wall.')
  await meeting.write('Brazil', meeting.recommendation().textId, (doc) =>
    extend(doc, { adds: ' Heard through it.' }),
  )
  await expect(portugal.majority).toContainText('Heard through it.')
  expect(portugal.complaints).toEqual([])
})
