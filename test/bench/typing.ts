/** Typing in a browser, as its person feels it: from a key to the picture that shows it. */
import { setTimeout as delay } from 'node:timers/promises'
import { chromium, type Page } from '@playwright/test'
import { findBrowser } from '../browser/find-browser.ts'
import { longText } from './long-text.ts'
import { type Figures, percentiles } from './report.ts'
import type { Server } from './server.ts'
import { setUpTypingRoom } from './typing-room.ts'

const phrase = 'and reports each year to the commission on what was done '
/** Keys before the first that counts: by then everything was compiled. */
const warmUp = 30
/** Milliseconds between two keys of somebody who types well, and how much they differ. */
const pace = { least: 80, spread: 80 }

declare global {
  interface Window {
    /** From each key to the frame that shows what it changed, in milliseconds. */
    keysToPaint: number[]
    /** What was observed of long tasks, in milliseconds. */
    longTasks: number[]
  }
}

/** Runs in the page: from the key's own timestamp to the task after the frame that follows the change of the document. */
export function watchKeys(): void {
  window.keysToPaint = []
  window.longTasks = []
  let pressed: number | undefined
  addEventListener(
    'keydown',
    ({ timeStamp }) => {
      pressed = timeStamp
    },
    { capture: true },
  )
  const editor = document.querySelector('.ProseMirror')
  if (!editor) throw new Error('there is no editor')
  new MutationObserver(() => {
    if (pressed === undefined) return
    const from = pressed
    pressed = undefined
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.addEventListener('message', () => window.keysToPaint.push(performance.now() - from))
      port1.start()
      port2.postMessage(null)
    })
  }).observe(editor, { childList: true, characterData: true, subtree: true })
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.longTasks.push(duration)
  }).observe({ type: 'longtask' })
}

async function open(page: Page, server: Server): Promise<void> {
  if (server.id === 'adref') {
    const room = await setUpTypingRoom(server)
    await page.goto(room.signIn)
    await page.getByRole('banner').waitFor()
    await page.goto(room.page)
    // All comments are beside the text, in line with their words.
    await page.waitForFunction(() => document.querySelectorAll('[data-card]').length >= 100)
  } else await page.goto(server.address(0, 0))
  await page.waitForFunction(
    (paragraphs) => document.querySelectorAll('.ProseMirror p').length >= paragraphs,
    longText.length,
  )
}

/** Types in the middle of the text at human speed. */
export async function typing(server: Server, keys: number): Promise<Figures> {
  const isRoot = process.getuid?.() === 0
  const browser = await chromium.launch({
    executablePath: findBrowser(),
    args: isRoot ? ['--no-sandbox'] : [],
  })
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await open(page, server)
    const paragraph = page.locator('.ProseMirror p').nth(Math.floor(longText.length / 2))
    await paragraph.click()
    await page.keyboard.press('End')
    await page.evaluate(watchKeys)
    for (let key = 0; key < warmUp + keys; key++) {
      await page.keyboard.press(phrase.charAt(key % phrase.length))
      await delay(pace.least + ((key * 37) % pace.spread))
    }
    await page.waitForFunction(
      (count) => window.keysToPaint.length >= count,
      Math.floor((warmUp + keys) * 0.98),
    )
    const { keysToPaint, longTasks } = await page.evaluate(() => ({
      keysToPaint: window.keysToPaint,
      longTasks: window.longTasks,
    }))
    const { p50, p95, p99 } = percentiles(keysToPaint.slice(warmUp))
    return { p50, p95, p99, 'long tasks': longTasks.length }
  } finally {
    await browser.close()
  }
}
