/** Follows the frames of a WebSocket client (RFC 6455, section 5.2) by their heads, to know what of a message has come and not ended. */

/** What a piece of the line changed. */
export interface Progress {
  /** Bytes of the message that is unfinished after it; 0 when none is. */
  readonly unfinished: number
  /** Whether a message ended in it. */
  readonly hasEnded: boolean
}

const longestHead = 14
const opcodeBits = 0x0f
const finalBit = 0x80
/** Opcodes from here on are of control frames, which may come between the frames of a message. */
const firstControl = 0x8

/** How long the head of a frame is, by its first two bytes; the least while they are not there. */
function headLength(head: Buffer, have: number): number {
  if (have < 2) return 2
  const second = head.readUInt8(1)
  const length = second & 0x7f
  return 2 + (second & 0x80 ? 4 : 0) + (length < 126 ? 0 : length === 126 ? 2 : 8)
}

function payloadLength(head: Buffer): number {
  const length = head.readUInt8(1) & 0x7f
  if (length < 126) return length
  return length === 126 ? head.readUInt16BE(2) : Number(head.readBigUInt64BE(2))
}

/** Follows one line: to be given each of its pieces in turn. What is no WebSocket frame is left to who reads it. */
export function followFrames(): (piece: Buffer) => Progress {
  const head = Buffer.alloc(longestHead)
  let have = 0
  let left = 0
  let unfinished = 0
  return (piece) => {
    let hasEnded = false
    const frameEnded = () => {
      const first = head.readUInt8(0)
      if ((first & opcodeBits) >= firstControl || !(first & finalBit)) return
      unfinished = 0
      hasEnded = true
    }
    for (let at = 0; at < piece.length; ) {
      const isControl = have > 0 && left > 0 && (head.readUInt8(0) & opcodeBits) >= firstControl
      if (left > 0) {
        const step = Math.min(left, piece.length - at)
        at += step
        left -= step
        if (!isControl) unfinished += step
        if (left === 0) {
          frameEnded()
          have = 0
        }
        continue
      }
      head.writeUInt8(piece.readUInt8(at), have)
      at += 1
      have += 1
      if (have < headLength(head, have)) continue
      left = payloadLength(head)
      if ((head.readUInt8(0) & opcodeBits) < firstControl) unfinished += have
      if (left === 0) {
        frameEnded()
        have = 0
      }
    }
    return { unfinished: unfinished + (left > 0 ? 0 : have), hasEnded }
  }
}
