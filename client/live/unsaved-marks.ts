/**
 * Which texts have words on this device that the server may lack: a small mark for each, so that no copy is opened only to
 * find that out. Each open text has a mark of its own, or one page would take away what another has still to send.
 */
import { type MemberId, TextId } from '#shared/domain/ids'
import { forgetKept, keep, keptKeys } from './device-storage.ts'

/** Where copies are kept on this device, and for whom; readers keep none and are not shown among the carets. */
export interface LocalCopy {
  readonly epoch: string
  readonly memberId: MemberId
}

/** A mark stays this long after the last word was saved, in milliseconds: it is not written anew for every key. */
const rest = 2000

const prefixOf = ({ epoch, memberId }: LocalCopy): string => `adref/unsaved/${epoch}/${memberId}/`

/** The texts in which this member has words on this device that may not be saved. */
export function unsavedTexts(copy: LocalCopy): readonly TextId[] {
  const prefix = prefixOf(copy)
  const ids = keptKeys(prefix).flatMap(
    (key) => TextId.safeParse(key.slice(prefix.length).split('/')[0]).data ?? [],
  )
  return [...new Set(ids)]
}

/** One open text's mark. */
export interface UnsavedMark {
  /** Words of an earlier page, or of another one, may be unsaved in the copy on this device. */
  readonly isInherited: boolean
  /** Own words are not saved. */
  readonly set: () => void
  /** Everything in the copy is saved: takes away this mark soon, and those of the pages before it. */
  readonly clear: () => void
  /** Takes them away at once: the copy goes, and its words are kept elsewhere. */
  readonly remove: () => void
  /** The text is closed: what was to be taken away soon is taken away now. */
  readonly end: () => void
}

/** The mark of a text that is being opened under this client id. */
export function unsavedMark(copy: LocalCopy, textId: TextId, client: number): UnsavedMark {
  const prefix = `${prefixOf(copy)}${textId}/`
  const own = `${prefix}${client}`
  let inherited = keptKeys(prefix)
  let isSet = false
  let clearing: ReturnType<typeof setTimeout> | undefined
  // Where the device is full the copy is there without a mark, and is sent when its text is opened.
  const write = () => keep(own, '')
  const remove = () => {
    clearTimeout(clearing)
    clearing = undefined
    isSet = false
    for (const key of [own, ...inherited]) forgetKept(key)
    inherited = []
  }
  // Another page of this device saved what it had found here, not what was typed here since.
  const setAgain = ({ key }: StorageEvent) => {
    if (key === own && isSet && !clearing) write()
  }
  addEventListener('storage', setAgain)
  return {
    isInherited: inherited.length > 0,
    set() {
      clearTimeout(clearing)
      clearing = undefined
      if (isSet) return
      isSet = true
      write()
    },
    clear() {
      if (isSet || inherited.length > 0) clearing ??= setTimeout(remove, rest)
    },
    remove,
    end() {
      removeEventListener('storage', setAgain)
      if (clearing) remove()
    },
  }
}
