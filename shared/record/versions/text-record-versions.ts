/**
 * The versions of the head of a text's records: who wrote, when, and under which client ids. The updates behind it are Yjs's own and
 * are never changed.
 *
 * Before, version 1: `{"author":"m_…","at":"2026-11-30T…","clients":[7]}` and no version. After `readTextHead`: a `TextHead` of today.
 */
import { z } from 'zod'
import { KeptBranch } from '../../amendment/branch.ts'
import { MemberId } from '../../domain/ids.ts'
import { Instant } from '../../domain/plain-string.ts'
import { isJsonObject, type JsonObject } from './json-object.ts'
import { knownWhole } from './known-whole.ts'
import { type Upgrades, upgradeFrom } from './upgrades.ts'

/**
 * The version in which records of texts are written. 1: release 0.1. 2: they bear their version. 3: their updates are of flows, those
 * of the records before are of the tree; what an amendment had deleted of its base is kept beside them.
 */
export const textRecordVersion = 3

const TextHead = z.object({
  author: MemberId.nullable(),
  at: Instant,
  clients: z.array(z.number().int().min(0)),
  /** Of an amendment, when it was brought up to its base. */
  branch: KeptBranch.optional(),
  /** Never written: told of the records before version 3. */
  isOfTree: z.literal(true).optional(),
})
export type TextHead = z.infer<typeof TextHead>

const upgrades: Upgrades<JsonObject> = {
  // Version 2 changed nothing but that it is named.
  1: (head) => head,
  2: (head) => ({ ...head, isOfTree: true }),
}

/** Reads the JSON of a head that was written in a version; undefined when this release does not know all of it. */
export function readTextHead(version: number, kept: unknown): TextHead | undefined {
  if (!isJsonObject(kept)) return undefined
  const head = upgradeFrom(version, textRecordVersion, upgrades, kept)
  return head && knownWhole(TextHead, head)
}
