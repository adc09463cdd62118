import { useEffect, useRef, useState } from 'react'
import type * as Y from 'yjs'
import type { Block } from '#shared/domain/content'
import type { WordsAnchor } from '#shared/domain/thread'
import { flatWords } from '#shared/text/flat-words'
import { anchorWords } from '#shared/text/words-anchor'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import type { InlineHighlight } from './Inlines.tsx'
import styles from './reader.module.css'
import { WordsReader } from './WordsReader.tsx'

/** Words to read, in which those who may comment can select what they mean. */
export function SelectableReader({
  doc,
  words,
  label,
  highlights,
  onHighlight,
  onComment,
}: {
  readonly doc: Y.Doc
  readonly words: readonly Block[]
  readonly label: string
  readonly highlights: readonly InlineHighlight[]
  readonly onHighlight: (threadId: string) => void
  readonly onComment: ((anchor: WordsAnchor) => void) | undefined
}) {
  const say = useMessages()
  const frame = useRef<HTMLDivElement>(null)
  const [selected, setSelected] = useState('')
  useEffect(() => {
    if (!onComment) return undefined
    const onSelection = () => {
      const selection = getSelection()
      const isInside =
        selection?.anchorNode &&
        frame.current?.contains(selection.anchorNode) &&
        !selection.isCollapsed
      setSelected(isInside ? selection.toString().trim() : '')
    }
    document.addEventListener('selectionchange', onSelection)
    return () => document.removeEventListener('selectionchange', onSelection)
  }, [onComment])
  const comment = () => {
    const start = flatWords(words).indexOf(selected)
    const anchor = start < 0 ? undefined : anchorWords(doc, start, start + selected.length)
    if (anchor) onComment?.(anchor)
  }
  return (
    <div ref={frame} className={styles['frame']}>
      <WordsReader words={words} label={label} highlights={highlights} onHighlight={onHighlight} />
      {onComment && selected !== '' ? (
        <div className={styles['bubble']}>
          <Button look="primary" isSmall onPress={comment}>
            {say('toolbar.comment')}
          </Button>
        </div>
      ) : null}
    </div>
  )
}
