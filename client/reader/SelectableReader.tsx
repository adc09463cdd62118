import { useEffect, useRef, useState } from 'react'
import type * as Y from 'yjs'
import { anchorInFlat } from '#shared/anchors/flat-anchor'
import type { WordsAnchor } from '#shared/domain/thread'
import { flatWords } from '#shared/text/flat-words'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import styles from './reader.module.css'
import { WordsReader, type WordsShown } from './WordsReader.tsx'

const nothing = { selected: '', before: 0 }

/** What is selected, and how often the same words stand before it: they are not what is meant. */
function selectedIn(frame: HTMLElement, selection: Selection): typeof nothing {
  const selected = selection.toString().trim()
  if (selected === '') return nothing
  const range = selection.getRangeAt(0)
  const earlier = document.createRange()
  earlier.selectNodeContents(frame)
  earlier.setEnd(range.startContainer, range.startOffset)
  const read = earlier.cloneContents()
  for (const put of read.querySelectorAll('[data-not-of-the-text]')) put.remove()
  const said = read.textContent ?? ''
  let before = 0
  for (let at = said.indexOf(selected); at >= 0; at = said.indexOf(selected, at + 1)) before += 1
  return { selected, before }
}

/** Words to read, in which those who may comment can select what they mean. */
export function SelectableReader({
  doc,
  onComment,
  ...shown
}: WordsShown & {
  readonly doc: Y.Doc
  readonly onComment: ((anchor: WordsAnchor) => void) | undefined
}) {
  const say = useMessages()
  const frame = useRef<HTMLDivElement>(null)
  const [{ selected, before }, setSelected] = useState(nothing)
  useEffect(() => {
    if (!onComment) return undefined
    const onSelection = () => {
      const selection = getSelection()
      const isInside =
        selection?.anchorNode &&
        frame.current?.contains(selection.anchorNode) &&
        !selection.isCollapsed
      setSelected(isInside && frame.current ? selectedIn(frame.current, selection) : nothing)
    }
    document.addEventListener('selectionchange', onSelection)
    return () => document.removeEventListener('selectionchange', onSelection)
  }, [onComment])
  const comment = () => {
    const flat = flatWords(shown.words)
    let start = flat.indexOf(selected)
    for (let passed = 0; passed < before && start >= 0; passed += 1)
      start = flat.indexOf(selected, start + 1)
    const anchor =
      start < 0 ? undefined : anchorInFlat(doc, start, start + selected.length, selected)
    if (anchor) onComment?.(anchor)
  }
  return (
    <div ref={frame} className={styles['frame']}>
      <WordsReader {...shown} />
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
