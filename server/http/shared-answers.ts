/**
 * Answers that many ask for at once: each is worked out once for all who may see the same, in slices, and sent to them as the same
 * bytes. What is each asker's own stands at the end of it.
 *
 * Two thousand followers open the record after a break. It is put into JSON and compressed once, and each gets these bytes and `,"you":{…}}`.
 */
import { createHash, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { constants, crc32, deflateRaw } from 'node:zlib'
import type { Request, Response } from 'express'
import type { Turns } from '../turns.ts'
import { countShared } from './waiting-answers.ts'

/** What is kept of answers for those who ask later, in bytes: those that were asked for last. */
const mostKept = 64 * 1024 * 1024
/** Shorter answers are sent as they are. */
const worthCompressing = 1024
/** The head of a gzip file of which no time and no system is told. */
const gzipHead = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3])

/** What deflate takes as it is, in one block. */
const longestBlock = 65_535

const deflate = promisify(deflateRaw)

/** A gzip file that goes on: its bytes so far, and the sum of what is in it. */
interface Zipped {
  readonly bytes: Buffer
  readonly sum: number
}

export interface SharedAnswer {
  /** What is the same for all. */
  readonly body: Buffer
  /** The same in a gzip file. */
  zipped(): Promise<Zipped>
  /** Names these bytes, over restarts of the server too. */
  readonly tag: string
}

export interface SharedAnswers {
  /**
   * The answer to a question in a version of what it is about. `key` names the question and who may see the same; `pieces` works the answer
   * out when nobody has asked for it yet.
   */
  of(key: string, version: string, pieces: Pieces): Promise<SharedAnswer>
}

type Pieces = () => Iterable<string> | Promise<Iterable<string>>

interface Kept {
  readonly version: string
  readonly answer: Promise<SharedAnswer>
  bytes: number
}

export function openSharedAnswers(turns: Turns): SharedAnswers {
  const kept = new Map<string, Kept>()
  /** Another server may say the same in another way. */
  const nonce = randomBytes(8).toString('hex')
  let bytes = 0

  const drop = (key: string) => {
    bytes -= kept.get(key)?.bytes ?? 0
    kept.delete(key)
  }
  const grew = (each: Kept, by: number, key: string) => {
    if (kept.get(key) !== each) return
    each.bytes += by
    bytes += by
    for (const oldest of kept.keys()) {
      if (bytes <= mostKept) return
      if (oldest !== key) drop(oldest)
    }
  }
  const work = async (pieces: Pieces): Promise<Buffer> => {
    const parts: string[] = []
    await turns.rest()
    for (const piece of await pieces()) {
      parts.push(piece)
      await turns.rest()
    }
    return Buffer.from(parts.join(''))
  }

  /** Those who wait for the same are not all served in one turn. */
  const inTurn = async <T>(awaited: Promise<T>): Promise<T> => {
    const value = await awaited
    await turns.rest()
    return value
  }

  return {
    of(key, version, pieces) {
      const known = kept.get(key)
      if (known?.version === version) {
        kept.delete(key)
        kept.set(key, known)
        return inTurn(known.answer)
      }
      drop(key)
      let zipping: Promise<Zipped> | undefined
      const tag = createHash('sha256').update(`${nonce} ${key} ${version}`).digest('base64url')
      const answer = work(pieces).then((body): SharedAnswer => {
        grew(made, body.length, key)
        const zip = async () => {
          const zipped = await deflate(body, { finishFlush: constants.Z_SYNC_FLUSH })
          grew(made, zipped.length, key)
          return { bytes: Buffer.concat([gzipHead, zipped]), sum: crc32(body) }
        }
        return { body, tag: tag.slice(0, 22), zipped: () => inTurn((zipping ??= zip())) }
      })
      const made: Kept = { version, answer, bytes: 0 }
      kept.set(key, made)
      answer.catch(() => kept.get(key) === made && drop(key))
      return inTurn(answer)
    },
  }
}

/** The end of a gzip file: what comes behind the shared part, as it is, and the sum and the length of both. */
function gzipEnd({ body }: SharedAnswer, sumOfBody: number, own: Buffer): Buffer {
  const blocks: Buffer[] = []
  for (let at = 0; at === 0 || at < own.length; at += longestBlock) {
    const block = own.subarray(at, at + longestBlock)
    const head = Buffer.alloc(5)
    head.writeUInt8(at + longestBlock >= own.length ? 1 : 0, 0)
    head.writeUInt16LE(block.length, 1)
    head.writeUInt16LE(longestBlock - block.length, 3)
    blocks.push(head, block)
  }
  const end = Buffer.alloc(8)
  // The sum over nothing more would begin anew.
  end.writeUInt32LE(own.length > 0 ? crc32(own, sumOfBody) : sumOfBody, 0)
  end.writeUInt32LE((body.length + own.length) % 2 ** 32, 4)
  return Buffer.concat([...blocks, end])
}

/**
 * Sends a shared answer and behind it what is the asker's own. Whoever names it in `If-None-Match` has it already. `changing` is what of
 * the own part makes another answer of it.
 */
export async function sendShared(
  request: Request,
  response: Response,
  answer: SharedAnswer,
  own = '',
  changing = own,
): Promise<void> {
  const suffix = changing && createHash('sha256').update(changing).digest('base64url').slice(0, 8)
  const tag = `W/"${answer.tag}${suffix}"`
  response.set({ 'Cache-Control': 'no-store', ETag: tag }).vary('Accept-Encoding')
  // Programs add “no-cache” to such a question, by which they mean caches on the way.
  const known = (request.get('If-None-Match') ?? '').split(',')
  if (known.some((each) => each.trim() === tag)) {
    response.status(304).end()
    return
  }
  const mayZip =
    answer.body.length >= worthCompressing && request.acceptsEncodings('gzip') === 'gzip'
  const zipped = mayZip ? await answer.zipped() : undefined
  if (response.destroyed) return
  const shared = zipped?.bytes ?? answer.body
  const end = zipped ? gzipEnd(answer, zipped.sum, Buffer.from(own)) : Buffer.from(own)
  if (zipped) response.set('Content-Encoding', 'gzip')
  response.set('Content-Length', String(shared.length + end.length))
  response.write(shared)
  countShared(response, shared)
  response.end(end)
}
