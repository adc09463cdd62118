/** Pages of long texts: how long one takes to open, and what a key costs in a paragraph full of brackets. */
import { setTimeout as delay } from 'node:timers/promises'
import { chromium, type Page } from '@playwright/test'
import type { Block, Inline } from '#shared/domain/content'
import { findBrowser } from '../browser/find-browser.ts'
import { longText } from './long-text.ts'
import { type Figures, percentiles } from './report.ts'
import type { Server } from './server.ts'
import { watchKeys } from './typing.ts'
import { setUpWords, type TypingRoom } from './typing-room.ts'

const warmUp = 20

const paragraph = (blockId: string, inlines: readonly Inline[]): Block => ({
  type: 'paragraph',
  blockId,
  inlines: [...inlines],
})
const words = (said: string): Inline => ({ type: 'words', words: said, marks: [] })

/** One paragraph of 10,000 words, of which so many are in brackets. */
function longParagraph(brackets: number): Block {
  const all = longText.join(' ').split(' ').slice(0, 10_000)
  const every = brackets === 0 ? Number.POSITIVE_INFINITY : Math.floor(all.length / brackets)
  let plain = ''
  const inlines: Inline[] = []
  for (const [at, word] of all.entries()) {
    if (at % every !== 1) {
      plain += `${word} `
      continue
    }
    const bracketId = `b${at}`
    const edge = { type: 'bracket', bracketId, sponsors: '' } as const
    inlines.push(words(plain), { ...edge, edge: 'open' }, words(word), { ...edge, edge: 'close' })
    plain = ' '
  }
  return paragraph('p', [...inlines, words(plain)])
}

async function inBrowser<T>(work: (page: Page) => Promise<T>): Promise<T> {
  const isRoot = process.getuid?.() === 0
  const browser = await chromium.launch({
    executablePath: findBrowser(),
    args: isRoot ? ['--no-sandbox'] : [],
  })
  try {
    return await work(await browser.newPage({ viewport: { width: 1440, height: 900 } }))
  } finally {
    await browser.close()
  }
}

async function enter(page: Page, { signIn }: TypingRoom): Promise<void> {
  await page.goto(signIn)
  await page.getByRole('banner').waitFor()
}

/** A text of 640 paragraphs in a page that was here before: from the address to the editor with all of them. */
export async function openLongText(server: Server): Promise<Figures> {
  const paragraphs = [...longText, ...longText]
  const room = await setUpWords(
    server,
    paragraphs.map((said, at) => paragraph(`p${at}`, [words(said)])),
  )
  return inBrowser(async (page) => {
    await enter(page, room)
    const times: number[] = []
    for (let round = 0; round < 5; round += 1) {
      await page.goto('about:blank')
      const begun = performance.now()
      await page.goto(room.page, { waitUntil: 'commit' })
      await page.waitForFunction(
        (count) => document.querySelectorAll('.ProseMirror p').length >= count,
        paragraphs.length,
        { polling: 'raf' },
      )
      times.push(performance.now() - begun)
    }
    return { 'open ms': percentiles(times).p50 }
  })
}

/** Milliseconds from a key to the picture in the middle of one paragraph of 10,000 words. */
async function typingIn(room: TypingRoom, keys: number): Promise<number> {
  return inBrowser(async (page) => {
    await enter(page, room)
    await page.goto(room.page)
    await page.waitForFunction(
      () => (document.querySelector('.ProseMirror')?.textContent?.length ?? 0) > 50_000,
    )
    await page
      .locator('.ProseMirror p')
      .first()
      .click({ position: { x: 200, y: 200 }, force: true })
    await page.evaluate(watchKeys)
    for (let key = 0; key < warmUp + keys; key += 1) {
      await page.keyboard.press('k')
      await delay(80 + ((key * 37) % 80))
    }
    const times = await page.evaluate(() => window.keysToPaint)
    return percentiles(times.slice(warmUp)).p50
  })
}

/** The same paragraph with 800 brackets and without any, each in a text of its own. */
export async function typingInParagraph(server: Server, keys: number): Promise<Figures> {
  const plain = await typingIn(await setUpWords(server, [longParagraph(0)], 0), keys)
  const bracketed = await typingIn(await setUpWords(server, [longParagraph(800)], 1), keys)
  return { 'plain ms': plain, 'with brackets ms': bracketed, 'with brackets ×': bracketed / plain }
}
