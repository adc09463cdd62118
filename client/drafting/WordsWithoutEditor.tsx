import { useSyncExternalStore } from 'react'
import type { WordsEditorProps } from '../editor/WordsEditor.tsx'
import { SelectableReader } from '../reader/SelectableReader.tsx'

/** The words of somebody who may type, to read where the editor could not be loaded. */
export function WordsWithoutEditor({ room, markActs, onComment, ...shown }: WordsEditorProps) {
  const { words } = useSyncExternalStore(room.subscribeToShown, room.shown)
  return (
    <SelectableReader
      doc={room.doc}
      words={words}
      acts={markActs}
      {...shown}
      onComment={onComment}
    />
  )
}
