/** What can change of a block: its kind and its place in a list, kept as one scalar a key, so that two changes at once both hold. */
import type * as Y from 'yjs'
import { z } from 'zod'
import { BlockLabel, Direction, ListStyle } from '../domain/content.ts'
import { valueAt } from './said-under-key.ts'

/** Absent is the plain case: a paragraph, in no list. Lists lie `depth` deep, from 1. */
export const BlockLooks = z.object({
  kind: z.literal('heading').optional().catch(undefined),
  level: z.literal([1, 2, 3]).optional().catch(undefined),
  /** An item of a list, counted so; without it a block with a depth goes on in the item above it. */
  list: ListStyle.optional().catch(undefined),
  depth: z.int().min(1).max(9).optional().catch(undefined),
  /** Its list begins here, with this number. */
  start: z.int().min(-999_999).max(999_999).optional().catch(undefined),
  /** Its list begins here, and counts on from the last one of its style at its depth. */
  continues: z.literal(true).optional().catch(undefined),
  /** Stands in place of a number. */
  label: BlockLabel.optional().catch(undefined),
  dir: Direction.optional().catch(undefined),
})
export type BlockLooks = z.infer<typeof BlockLooks>
export const looksNames = [
  'kind',
  'level',
  'list',
  'depth',
  'start',
  'continues',
  'label',
  'dir',
] as const

const key = (blockId: string, name: (typeof looksNames)[number]): string => `${blockId}.${name}`

const plain: BlockLooks = {}

function parsed(blockId: string, valueOf: (key: string) => unknown): BlockLooks {
  let said: Record<string, unknown> | undefined
  for (const name of looksNames) {
    const value = valueOf(key(blockId, name))
    if (value !== undefined) said = { ...said, [name]: value }
  }
  return said ? BlockLooks.parse(said) : plain
}

/** How a block looks; values that no page of ours writes are as if they were absent. */
export const looksOf = (keys: Y.Map<unknown>, blockId: string | undefined): BlockLooks =>
  blockId === undefined ? plain : parsed(blockId, (name) => keys.get(name))

/** How it looked at a moment of the document, which keeps what is deleted. */
export const looksAt = (keys: Y.Map<unknown>, blockId: string, moment: Y.Snapshot): BlockLooks =>
  parsed(blockId, (name) => valueAt(keys, name, moment))

/** Whether two looks are the same. */
export const isSameLooks = (a: BlockLooks, b: BlockLooks): boolean =>
  looksNames.every((name) => a[name] === b[name])

/** Gives a block these looks; names that are left out keep their value, undefined takes it away. */
export function setLooks(keys: Y.Map<unknown>, blockId: string, looks: BlockLooks): void {
  for (const name of looksNames) {
    if (!Object.hasOwn(looks, name)) continue
    const value = looks[name]
    if (value === undefined) keys.delete(key(blockId, name))
    else keys.set(key(blockId, name), value)
  }
}
