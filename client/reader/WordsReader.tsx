import { type ReactNode, useEffect, useRef } from 'react'
import type { Block, Direction, Inline } from '#shared/domain/content'
import { listTypes } from '#shared/text/content-to-html'
import { type FlatRange, flatInlines } from '#shared/text/flat-words'
import { itemLabels } from '#shared/text/list-labels'
import type { AmendmentMark, MarkActs, TextMarks } from '../amendments/mark.ts'
import type { ShownRun } from '../authorship/shown-authors.ts'
import type { Deletion } from '../deleted/deletion.ts'
import { useDeletedDesk } from '../deleted/desk.tsx'
import type { WordsHighlight } from '../threads/highlight.ts'
import { ChangeBar, usePressedPassages } from './AmendedPassage.tsx'
import { Inlines } from './Inlines.tsx'
import { NoteNumbersShown, useNumbersIn } from './note-numbers.ts'
import styles from './reader.module.css'
import { TableRegion } from './TableRegion.tsx'

/** Below the page's title and the text's own heading. */
const headings = { 1: 'h3', 2: 'h4', 3: 'h5' } as const

interface Pass {
  /** Flat offset of the next block. */
  offset: number
  readonly highlights: readonly WordsHighlight[]
  readonly authors: readonly ShownRun[]
  readonly onHighlight: (threadId: string) => void
  readonly marks: readonly AmendmentMark[]
  readonly look: TextMarks['look']
  readonly acts: MarkActs | undefined
  readonly deleted: readonly Deletion[]
}

function words(inlines: readonly Inline[], pass: Pass): ReactNode {
  const start = pass.offset
  const length = flatInlines(inlines).length
  pass.offset += length + 1
  const inBlock = <Range extends FlatRange>(ranges: readonly Range[]): Range[] =>
    ranges
      .filter((range) => range.start < start + length && range.end > start)
      .map((range) => ({ ...range, start: range.start - start, end: range.end - start }))
  const marks = pass.marks
    .filter((mark) => mark.end >= start && mark.start <= start + length)
    .map((mark) => ({ ...mark, start: mark.start - start, end: mark.end - start }))
  return (
    <>
      {marks.length > 0 && pass.acts ? (
        <ChangeBar marks={marks} look={pass.look} onPress={pass.acts.toggleLook} />
      ) : null}
      <Inlines
        inlines={inlines}
        highlights={inBlock(pass.highlights)}
        authors={inBlock(pass.authors)}
        onHighlight={pass.onHighlight}
        marks={pass.look === 'markup' ? marks : []}
        deleted={pass.deleted
          .filter(({ offset }) => start <= offset && offset <= start + length)
          .map((each) => ({ ...each, offset: each.offset - start }))}
        onMark={pass.acts?.showCard}
      />
    </>
  )
}

/** The label that a block has in place of a number: words to read and copy, but none of the text's. */
const own = (label: string | undefined): ReactNode =>
  label === undefined ? null : <span className={styles['label']}>{label} </span>

function blocks(all: readonly Block[], pass: Pass): ReactNode {
  return all.map((block, index) => {
    const key = 'blockId' in block && block.blockId !== '' ? block.blockId : index
    switch (block.type) {
      case 'paragraph':
        return (
          <Changing key={key} words={flatInlines(block.inlines)} dir={block.direction}>
            {own(block.label)}
            {words(block.inlines, pass)}
          </Changing>
        )
      case 'heading': {
        const Heading = headings[block.level]
        return (
          <Heading key={key} dir={block.direction}>
            {own(block.label)}
            {words(block.inlines, pass)}
          </Heading>
        )
      }
      case 'list': {
        const labels = itemLabels(block)
        const items = block.items.map((item, place) => {
          const number = labels[place]?.number
          const [first] = item.blocks
          return (
            <li
              key={place}
              dir={(first && 'direction' in first ? first.direction : undefined) ?? 'auto'}
              {...(block.style !== 'bullet' && { value: number })}
              data-labelled={number === undefined || undefined}
            >
              {blocks(item.blocks, pass)}
            </li>
          )
        })
        return block.style === 'bullet' ? (
          <ul key={key}>{items}</ul>
        ) : (
          <ol
            key={key}
            type={listTypes[block.style] ?? '1'}
            start={block.start}
            data-counts={block.style}
          >
            {items}
          </ol>
        )
      }
      case 'table':
        return (
          <TableRegion key={key} table={block}>
            {(cell) => blocks(cell.blocks, pass)}
          </TableRegion>
        )
    }
  })
}

/** A paragraph that shows for a moment that somebody has just changed it. */
function Changing({
  words: flat,
  dir,
  children,
}: {
  readonly words: string
  readonly dir: Direction | undefined
  readonly children: ReactNode
}) {
  const paragraph = useRef<HTMLParagraphElement>(null)
  const before = useRef(flat)
  useEffect(() => {
    if (before.current === flat) return
    before.current = flat
    const { current } = paragraph
    if (!current || matchMedia('(prefers-reduced-motion: reduce)').matches) return
    current.animate([{ backgroundColor: 'var(--colour-accent-soft)' }, {}], { duration: 1600 })
  }, [flat])
  return (
    <p ref={paragraph} dir={dir}>
      {children}
    </p>
  )
}

/** Words to read, and what is shown in them. */
export interface WordsShown {
  readonly words: readonly Block[]
  readonly label: string
  readonly highlights: readonly WordsHighlight[]
  /** Who wrote what, as ranges of the flat text. */
  readonly authors?: readonly ShownRun[] | undefined
  readonly onHighlight: (threadId: string) => void
  /** Of amendments, as they stand in these very words. */
  readonly marks?: TextMarks | undefined
  readonly acts?: MarkActs | undefined
}

/** A text's words to read, without an editor: light enough for a phone on a poor link. */
export function WordsReader({
  words: all,
  label,
  highlights,
  authors = [],
  onHighlight,
  marks,
  acts,
}: WordsShown) {
  const pass: Pass = {
    offset: 0,
    highlights,
    authors,
    onHighlight,
    marks: marks?.marks ?? [],
    look: marks?.look ?? 'markup',
    acts,
    deleted: useDeletedDesk()?.deletions ?? [],
  }
  const frame = useRef<HTMLDivElement>(null)
  usePressedPassages(frame, acts?.seeCard)
  const numbers = useNumbersIn(all)
  // The panel around it is the landmark of this name.
  return (
    <div ref={frame} role="group" className={styles['words']} aria-label={label}>
      <NoteNumbersShown value={numbers}>{blocks(all, pass)}</NoteNumbersShown>
    </div>
  )
}
