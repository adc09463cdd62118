/** The start of an amendment on the server: until its first words are saved there, they are kept beside it, however the page ends. */
import type { TextId } from '#shared/domain/ids'
import { discardKeptWords } from '../live/kept-words.ts'
import type { LocalDraft, TextRoom, TextRoomStatus } from '../live/text-room.ts'

/** What the start needs of an open text. */
interface StartingRoom extends Pick<TextRoom, 'subscribe'> {
  readonly status: () => Pick<TextRoomStatus, 'saving'>
  readonly draft: Pick<LocalDraft, 'standStill' | 'begin' | 'giveUp'> | undefined
}

interface StartingTexts {
  readonly room: (textId: TextId) => StartingRoom
  /** Keeps the words of a draft that the server has not begun, as words for its base. */
  readonly keepDraft: (textId: TextId, baseTextId: TextId) => void
}

/** Resolves when everything typed in a text is saved; at once when it is. */
const whenSaved = (room: StartingRoom): Promise<void> =>
  new Promise((settle) => {
    const look = () => {
      if (room.status().saving !== 'saved') return
      end()
      settle()
    }
    const end = room.subscribe(look)
    look()
  })

/** Starts the amendment on the server, with what was typed in it meanwhile; false when its words are kept as they were not accepted. */
export async function startDraft(
  texts: StartingTexts,
  textId: TextId,
  baseTextId: TextId,
  start: (onUnanswered: () => void) => Promise<boolean>,
): Promise<boolean> {
  const room = texts.room(textId)
  const { draft } = room
  const keep = () => texts.keepDraft(textId, baseTextId)
  addEventListener('pagehide', keep)
  draft?.standStill()
  // What this page has typed in the base itself comes with the base.
  await whenSaved(texts.room(baseTextId))
  const isStarted = await start(keep)
  if (isStarted) {
    draft?.begin()
    // A page that ends before the words are saved leaves them here for the next one.
    void whenSaved(room).then(() => {
      removeEventListener('pagehide', keep)
      discardKeptWords(textId)
    })
  } else {
    removeEventListener('pagehide', keep)
    keep()
    draft?.giveUp()
  }
  return isStarted
}
