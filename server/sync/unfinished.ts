/**
 * Bytes of messages and bodies that have begun to arrive and have not ended. They are kept until they end, and so they are memory
 * that somebody takes without having said anything: bounded for each sender, for all together, and in time. Short ones and long
 * ones have a bound each, so that those who may send nothing long take nothing from those who may.
 */
import { limits } from '#shared/protocol/frames'
import { accountKeyOf, type Reader } from './rights.ts'

/** What one member may have begun at once: two of the longest messages. */
export const mostOfMember = 2 * limits.message
/** What one reader, or one address without a sign-in, may have begun at once. */
export const mostOfReader = 4 * limits.readerMessage
export const mostOfStranger = 16 * limits.readerMessage
/** What all senders may have begun at once: of what is at most as long as a reader's message, and of what is longer. */
const mostOfAll = { short: 32 * 1024 * 1024, long: 128 * 1024 * 1024 }
/** What a piece that arrives weighs beside its bytes. */
const weightOfPiece = 128
/** Heads of frames and messages, which are no part of what may be so long. */
const heads = 1024
/** A message may take so long, in milliseconds, and beyond that the time which the slowest line needs for it. */
const patience = 30_000
const slowestBytesPerMillisecond = 16

/** Why something that had begun was ended before its end. */
export type WhyEnded = 'too-long' | 'too-much'

/** Who sends something. */
export interface Sender {
  /** Whose bytes are bounded together: a member, a sign-in by a follow link, or a stranger's address. */
  readonly key: string
  /** Bytes of theirs that may be unfinished. */
  readonly most: number
  /** Who gives way when there are too many of all: a member, or the address of readers and strangers. */
  readonly side: string
  /** Whether they may now send what is longer than a reader's message. */
  readonly mayBeLong: () => boolean
}

/** The sender of what a member or a reader of the follow link sends from an address. */
export function senderOf(reader: Reader, address: string, mayBeLong: () => boolean): Sender {
  const key = accountKeyOf(reader)
  return reader.memberId === null
    ? { key, most: mostOfReader, side: address, mayBeLong: () => false }
    : { key, most: mostOfMember, side: key, mayBeLong }
}

/** Something that arrives piece by piece. */
export interface Arriving {
  /** Another piece has come: so many bytes are unfinished now; `isNext` when they are not of what was unfinished before. */
  readonly came: (unfinished: number, isNext: boolean) => void
  /** It is whole and still kept: its bytes count until `leave`, its time no more. */
  readonly arrived: () => void
  /** Nothing more comes. */
  readonly leave: () => void
}

interface Watched {
  readonly sender: Sender
  readonly end: (why: WhyEnded) => void
  /** Bytes that are unfinished. */
  length: number
  /** What they weigh. */
  bytes: number
  /** Whether it is whole and only waits to be dealt with. */
  isWhole: boolean
  /** When it was first seen unfinished, in milliseconds; undefined when it is not. */
  since: number | undefined
}

export interface Unfinished {
  /** Counts what somebody sends; `end` is called once, when it may not go on. */
  watch(sender: Sender, end: (why: WhyEnded) => void): Arriving
  /** Ends what takes too long; to be called now and then. */
  check(): void
  /** Bytes that are unfinished now, of all senders. */
  bytes(): number
}

const isLong = ({ length }: Watched): boolean => length > limits.readerMessage + heads

/** Watches everything that arrives; `now` is in milliseconds. */
export function openUnfinished(
  now: () => number = () => performance.now(),
  most: { readonly short: number; readonly long: number } = mostOfAll,
): Unfinished {
  const all = new Set<Watched>()
  const ofKeys = new Map<string, number>()
  const ofAll = { short: 0, long: 0 }
  const change = (watched: Watched, length: number, bytes: number) => {
    const { key } = watched.sender
    const total = (ofKeys.get(key) ?? 0) + bytes - watched.bytes
    ofAll[isLong(watched) ? 'long' : 'short'] -= watched.bytes
    watched.length = length
    watched.bytes = bytes
    ofAll[isLong(watched) ? 'long' : 'short'] += bytes
    if (total > 0) ofKeys.set(key, total)
    else ofKeys.delete(key)
  }
  const forget = (watched: Watched) => {
    change(watched, 0, 0)
    all.delete(watched)
  }
  const turnAway = (watched: Watched, why: WhyEnded) => {
    if (!all.has(watched)) return
    forget(watched)
    watched.end(why)
  }
  /** The longest of the side that has most of these. */
  const greediest = (long: boolean): Watched | undefined => {
    const sides = new Map<string, { bytes: number; longest: Watched }>()
    for (const watched of all) {
      if (watched.bytes === 0 || isLong(watched) !== long) continue
      const side = sides.get(watched.sender.side) ?? { bytes: 0, longest: watched }
      side.bytes += watched.bytes
      if (watched.bytes > side.longest.bytes) side.longest = watched
      sides.set(watched.sender.side, side)
    }
    let first: { bytes: number; longest: Watched } | undefined
    for (const side of sides.values()) if (side.bytes > (first?.bytes ?? 0)) first = side
    return first?.longest
  }
  const makeRoom = () => {
    for (const kind of ['short', 'long'] as const)
      while (ofAll[kind] > most[kind]) {
        const first = greediest(kind === 'long')
        if (!first) return
        turnAway(first, 'too-much')
      }
  }

  return {
    watch(sender, end) {
      const watched: Watched = {
        sender,
        end,
        length: 0,
        bytes: 0,
        isWhole: false,
        since: undefined,
      }
      all.add(watched)
      return {
        came(unfinished, isNext) {
          if (!all.has(watched)) return
          if (isNext) watched.since = undefined
          const pieces = isNext ? 0 : watched.bytes - watched.length
          change(watched, unfinished, unfinished === 0 ? 0 : unfinished + pieces + weightOfPiece)
          if (isLong(watched) && !sender.mayBeLong()) turnAway(watched, 'too-long')
          else if ((ofKeys.get(sender.key) ?? 0) > sender.most) turnAway(watched, 'too-much')
          makeRoom()
        },
        arrived() {
          watched.isWhole = true
        },
        leave() {
          if (all.has(watched)) forget(watched)
        },
      }
    },
    check() {
      const time = now()
      for (const watched of all) {
        if (watched.bytes === 0 || watched.isWhole) {
          watched.since = undefined
          continue
        }
        watched.since ??= time
        if (time - watched.since > patience + watched.bytes / slowestBytesPerMillisecond)
          turnAway(watched, 'too-much')
      }
    },
    bytes: () => ofAll.short + ofAll.long,
  }
}
