/**
 * Edits that a text did not accept, written anew under client ids of their own, so that they can be made in an amendment to
 * it: no client id may write in both. Every edit keeps its place among the words that were there.
 */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { encodeDeletions } from './amended-words.ts'
import { nodeName, wordsName } from './content-names.ts'
import { newTextDoc } from './text-doc.ts'

export interface EditsAnew {
  /** For a copy of the text. */
  readonly update: Uint8Array
  /** Words whose paragraph is gone from the text: they stand in a paragraph of their own at its end. */
  readonly withoutPlace: string
}

type Decoded = ReturnType<typeof Y.decodeUpdate>

/** What `own` holds and the text has not; `newClient` gives a client id that nobody has written under. */
export function editsAnew(own: Y.Doc, text: Y.Doc, newClient: () => number): EditsAnew {
  const decoded = Y.decodeUpdate(Y.encodeStateAsUpdate(own, Y.encodeStateVector(text)))
  const clients = new Map<number, number>()
  for (const { id } of decoded.structs)
    if (!clients.has(id.client)) clients.set(id.client, newClient())
  const idAnew = ({ client, clock }: Y.ID): Y.ID => {
    const known = Y.getState(text.store, client)
    const anew = clients.get(client)
    return anew === undefined || clock < known
      ? Y.createID(client, clock)
      : Y.createID(anew, clock - known)
  }
  const structs = structsAnew(decoded, idAnew)
  const deletions = deletionsAnew(decoded, text, idAnew)
  const update = encode([...clients.values()], structs, deletions)

  const copy = newTextDoc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(text))
  Y.applyUpdate(copy, update)
  const gone = Y.createDeleteSetFromStructStore(copy.store)
  const withoutPlace = structs
    .flatMap((struct) => {
      const isGone = Y.isDeleted(gone, struct.id) && !Y.isDeleted(deletions, struct.id)
      return isGone && struct instanceof Y.Item && struct.content instanceof Y.ContentString
        ? [struct.content.str]
        : []
    })
    .join('')
    .trim()
  if (withoutPlace === '') return { update, withoutPlace }
  const updates = [update]
  copy.on('update', (more: Uint8Array) => updates.push(more))
  copy.clientID = newClient()
  copy.transact(() => {
    const words = copy.getXmlFragment(wordsName)
    const paragraph = new Y.XmlElement(nodeName.paragraph)
    words.insert(words.length, [paragraph])
    paragraph.insert(0, [new Y.XmlText(withoutPlace)])
  })
  return { update: Y.mergeUpdates(updates), withoutPlace }
}

function structsAnew({ structs }: Decoded, idAnew: (id: Y.ID) => Y.ID): (Y.Item | Y.GC)[] {
  return structs.map((struct) => {
    if (!(struct instanceof Y.Item)) return new Y.GC(idAnew(struct.id), struct.length)
    const origin = struct.origin && idAnew(struct.origin)
    const rightOrigin = struct.rightOrigin && idAnew(struct.rightOrigin)
    const parent = struct.parent instanceof Y.ID ? idAnew(struct.parent) : struct.parent
    const { parentSub, content } = struct
    return new Y.Item(
      idAnew(struct.id),
      null,
      origin,
      null,
      rightOrigin,
      parent,
      parentSub,
      content,
    )
  })
}

/** Only what the text has not struck itself. */
function deletionsAnew({ ds }: Decoded, text: Y.Doc, idAnew: (id: Y.ID) => Y.ID): Decoded['ds'] {
  const known = Y.createDeleteSetFromStructStore(text.store)
  const deletions = Y.createDeleteSet()
  for (const [client, ranges] of ds.clients)
    for (const { clock, len } of ranges)
      for (let each = clock; each < clock + len; each += 1) {
        if (Y.isDeleted(known, Y.createID(client, each))) continue
        const id = idAnew(Y.createID(client, each))
        const own = deletions.clients.get(id.client) ?? []
        const last = own.at(-1)
        if (last && last.clock + last.len === id.clock)
          own[own.length - 1] = { clock: last.clock, len: last.len + 1 }
        else own.push({ clock: id.clock, len: 1 })
        deletions.clients.set(id.client, own)
      }
  return deletions
}

/** The wire form of an update: the structs client by client, each from its first on, then the deletions. */
function encode(
  clients: readonly number[],
  structs: readonly (Y.Item | Y.GC)[],
  deletions: Decoded['ds'],
): Uint8Array {
  const encoder = new Y.UpdateEncoderV1()
  encoding.writeVarUint(encoder.restEncoder, clients.length)
  for (const client of clients) {
    const own = structs.filter(({ id }) => id.client === client)
    encoding.writeVarUint(encoder.restEncoder, own.length)
    encoder.writeClient(client)
    encoding.writeVarUint(encoder.restEncoder, 0)
    for (const struct of own) struct.write(encoder, 0)
  }
  encoding.writeUint8Array(encoder.restEncoder, encodeDeletions(deletions))
  return encoder.toUint8Array()
}
