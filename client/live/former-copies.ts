/** Copies of texts that this device has of a store that is no more: a backup was put in its place, or its texts moved into flows. */
import * as Y from 'yjs'
import { MemberId, TextId } from '#shared/domain/ids'
import { openDeviceCopy } from './device-copy.ts'
import { forgetKept, keptKeys } from './device-storage.ts'
import { type RestoredText, takeBack } from './taken-back.ts'
import type { LocalCopy } from './unsaved-marks.ts'

const marks = 'adref/unsaved/'

/** What the names of copies and of marks say, after their beginning. */
function readName(name: string) {
  const [epoch, memberId, textId, client] = name.split('/')
  const member = MemberId.safeParse(memberId)
  const text = TextId.safeParse(textId)
  return epoch && member.success && text.success
    ? { epoch, memberId: member.data, textId: text.data, client: Number(client) }
    : undefined
}

async function databaseNames(): Promise<readonly string[]> {
  try {
    // Not every browser lists them: there, the marks tell of the copies that have unsaved words.
    return (await indexedDB.databases()).flatMap(({ name }) => name ?? [])
  } catch {
    return []
  }
}

/** Takes back what this member typed in texts of other stores, text by text, and lets go of those copies. */
export async function takeBackFormerCopies(
  { epoch, memberId }: LocalCopy,
  restored: RestoredText,
): Promise<void> {
  const marked = keptKeys(marks).flatMap((key) => {
    const read = readName(key.slice(marks.length))
    return read ? [{ ...read, key }] : []
  })
  const isFormer = (read: { readonly epoch: string; readonly memberId: MemberId }) =>
    read.memberId === memberId && read.epoch !== epoch
  const names = new Set([
    ...(await databaseNames()).filter((name) => name.startsWith('adref/')),
    ...marked.map((mark) => `adref/${mark.epoch}/${mark.memberId}/${mark.textId}`),
  ])
  for (const name of names) {
    const read = readName(name.slice('adref/'.length))
    if (!read || !isFormer(read)) continue
    const own = marked.filter((mark) => mark.epoch === read.epoch && mark.textId === read.textId)
    const doc = new Y.Doc()
    let opened: () => void = () => undefined
    const whenRead = new Promise<void>((settle) => {
      opened = settle
    })
    const copy = openDeviceCopy(name, doc, {
      isOthers: () => false,
      onRead: opened,
      onKept: () => undefined,
    })
    await whenRead
    const clients = new Set([...own.map(({ client }) => client), ...(await copy.ownClients())])
    if (await takeBack({ ...read, doc, clients: [...clients] }, restored)) {
      await copy.clear()
      for (const { key } of own) forgetKept(key)
    } else copy.close()
    doc.destroy()
  }
}
