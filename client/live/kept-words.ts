import { useSyncExternalStore } from 'react'
import { z } from 'zod'
import { MemberId, TextId } from '#shared/domain/ids'
import { keep, readKept } from './device-storage.ts'

/** Words that were not accepted, kept on this device for their author. */
const KeptWords = z.object({
  id: z.string(),
  memberId: MemberId,
  textId: TextId,
  at: z.string(),
  /** Code of the refusal. */
  why: z.string(),
  /** What the author had that the text has not. */
  words: z.string(),
  /** What they had typed just before, which the text has. */
  merged: z.string().optional(),
  /** Of which store the text was; absent in what was kept before that was told. */
  epoch: z.string().optional(),
  /** The edits, ready to be made in an amendment to the text. */
  returning: z
    .object({
      /** Chosen beforehand, so that whoever tries twice makes one amendment. */
      amendmentTextId: TextId,
      /** A Yjs update, in base64. */
      edits: z.string(),
    })
    .optional(),
})
export type KeptWords = z.infer<typeof KeptWords>

/** Why words are kept whose row somebody else has taken out of the text. */
export const rowRemoved = 'row-removed'

const storageKey = 'adref/kept-words'
const most = 50
const listeners = new Set<() => void>()
let cached: { readonly raw: string | null; readonly kept: readonly KeptWords[] } = {
  raw: null,
  kept: [],
}

function read(): readonly KeptWords[] {
  const raw = readKept(storageKey)
  if (raw === cached.raw) return cached.kept
  let kept: readonly KeptWords[] = []
  if (raw !== null) {
    try {
      kept = z.array(KeptWords).parse(JSON.parse(raw))
    } catch {
      kept = [] // Somebody else wrote there: nothing of ours can be shown.
    }
  }
  cached = { raw, kept }
  return kept
}

/** False when this device has no room for them. */
function write(kept: readonly KeptWords[]): boolean {
  // The browser bounds what a site may keep: the caller must not let go of the words then.
  if (!keep(storageKey, JSON.stringify(kept.slice(-most)))) return false
  for (const listener of listeners) listener()
  return true
}

/** Keeps words, in the place of earlier ones with the same id. False when this device has no room for them. */
export const keepWords = (words: KeptWords): boolean =>
  write([...read().filter((other) => other.id !== words.id), words])

export const discardKeptWords = (id: string): boolean =>
  write(read().filter((other) => other.id !== id))

/** Edits for a text of another store cannot be made in this one: their words stay. */
export function dropFormerEdits(epoch: string): void {
  const kept = read()
  const isFormer = (words: KeptWords) =>
    words.returning !== undefined && words.epoch !== undefined && words.epoch !== epoch
  if (!kept.some(isFormer)) return
  write(kept.map((words) => (isFormer(words) ? { ...words, returning: undefined } : words)))
}

/** The kept words that somebody asked to be led to, until they are on screen. */
let sought: string | undefined

/** Asks for kept words to be shown: by whoever shows them, now or when their page is there. */
export function seekKeptWords(id: string | undefined): void {
  sought = id
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    removeEventListener('storage', listener)
  }
}

/** Everything kept on this device, oldest first. */
export const useKeptWords = (): readonly KeptWords[] => useSyncExternalStore(subscribe, read)

/** Whether words of this member stand that were not accepted. */
export const useHasKeptWords = (memberId: MemberId | null): boolean =>
  useKeptWords().some((words) => words.memberId === memberId)

export const useSoughtKeptWords = (): string | undefined =>
  useSyncExternalStore(subscribe, () => sought)
