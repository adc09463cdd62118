/** What a key of somebody else costs a page that shows the text: all that its main thread does for it. */
import { setTimeout as delay } from 'node:timers/promises'
import { chromium, type Page } from '@playwright/test'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { type } from '#shared/flow/acts'
import { blocksOf } from '#shared/flow/blocks'
import { flowOf, newFlowDoc } from '#shared/flow/flow-doc'
import { findBrowser } from '../browser/find-browser.ts'
import { until } from './client.ts'
import { newClientId } from './keys.ts'
import { longText } from './long-text.ts'
import type { Figures } from './report.ts'
import type { Server } from './server.ts'
import { joinText, setUpTypingRoom } from './typing-room.ts'

const warmUp = 30
/** Milliseconds between two keys. */
const pace = 120

/** Somebody else, who types in the middle of the text. */
interface Typist {
  readonly key: () => void
  readonly leave: () => void
}

async function typistOf(server: Server): Promise<Typist> {
  const middle = Math.floor(longText.length / 2)
  if (server.id === 'adref') {
    const { doc, provider } = await joinText(server, 1)
    const draft = { flow: flowOf(doc), newBlockId: () => '' }
    let at = blocksOf(draft.flow)[middle]?.to ?? 0
    return {
      key() {
        at = type(draft, at, 'k')
      },
      leave: () => provider.destroy(),
    }
  }
  const doc = newFlowDoc(newClientId())
  const provider = new WebsocketProvider(
    server.address(0, 1).replace(/\/[^/]*$/, ''),
    'document-0',
    doc,
    {
      disableBc: true,
      WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
    },
  )
  await until('the text is here', () => provider.synced)
  const fragment = doc.getXmlFragment('prosemirror')
  doc.transact(() => {
    for (const words of longText) {
      const block = new Y.XmlElement('block')
      block.insert(0, [new Y.XmlText(words)])
      fragment.push([block])
    }
  })
  const block = fragment.get(middle)
  const text: unknown = block instanceof Y.XmlElement ? block.get(0) : undefined
  if (!(text instanceof Y.XmlText)) throw new Error('there is nothing to type in')
  return { key: () => text.insert(text.length, 'k'), leave: () => provider.destroy() }
}

async function openPage(page: Page, server: Server): Promise<Typist> {
  if (server.id === 'adref') {
    const room = await setUpTypingRoom(server)
    await page.goto(room.signIn)
    await page.getByRole('banner').waitFor()
    await page.goto(room.page)
    await page.waitForFunction(() => document.querySelectorAll('[data-card]').length >= 100)
    return typistOf(server)
  }
  await page.goto(server.address(0, 0).replace(/^ws(.*)\/[^/]*$/, 'http$1/'))
  await page.waitForSelector('.ProseMirror')
  return typistOf(server)
}

/** So many keys of somebody else, each in a task of its own. */
export async function remoteKeys(server: Server, keys: number): Promise<Figures> {
  const isRoot = process.getuid?.() === 0
  const browser = await chromium.launch({
    executablePath: findBrowser(),
    args: isRoot ? ['--no-sandbox'] : [],
  })
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    const typist = await openPage(page, server)
    await page.waitForFunction(
      (paragraphs) => document.querySelectorAll('.ProseMirror p').length >= paragraphs,
      longText.length,
    )
    const typed = async (count: number) => {
      for (let key = 0; key < count; key += 1) {
        typist.key()
        await delay(pace)
      }
    }
    await typed(warmUp)
    const session = await page.context().newCDPSession(page)
    // Of the processor: what else the machine does meanwhile does not count.
    await session.send('Performance.enable', { timeDomain: 'threadTicks' })
    const worked = async (): Promise<readonly [all: number, scripts: number]> => {
      const { metrics } = await session.send('Performance.getMetrics')
      const of = (name: string) => (metrics.find((each) => each.name === name)?.value ?? 0) * 1000
      return [of('TaskDuration'), of('ScriptDuration')]
    }
    const [allBefore, scriptsBefore] = await worked()
    await typed(keys)
    await page.waitForFunction(
      (count) => document.querySelector('.ProseMirror')?.textContent?.includes('k'.repeat(count)),
      warmUp + keys,
    )
    const [all, scripts] = await worked()
    typist.leave()
    return {
      'work ms a key': (all - allBefore) / keys,
      'of it scripts ms': (scripts - scriptsBefore) / keys,
    }
  } finally {
    await browser.close()
  }
}
