/** A network that blocks WebSockets, as ministries' do. */
import { expect } from '@playwright/test'
import { startProduct } from '../support/product.ts'
import { enter, openRecommendation, saved, test, typeAtEnd } from './people.ts'

test('[UI-18] where WebSockets are blocked the words travel by HTTP, both ways, and the screen says so', async ({
  browser,
}) => {
  const product = await startProduct()
  const brazil = await enter(browser, product, 'Brazil')
  const portugal = await enter(browser, product, 'Portugal')
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
  await expect(banner.getByText('by HTTP')).toBeVisible({ timeout: 20_000 })
  for (const person of [brazil, portugal])
    await openRecommendation(person, 'National and regional initiatives')
  await saved(portugal)
  await typeAtEnd(portugal, ' Typed behind a wall.')
  await expect(brazil.majority).toContainText('Typed behind a wall.')
  await saved(portugal)
  await typeAtEnd(brazil, ' Heard through it.')
  await expect(portugal.majority).toContainText('Heard through it.')
  expect([...brazil.complaints, ...portugal.complaints]).toEqual([])
  await product.remove()
})
