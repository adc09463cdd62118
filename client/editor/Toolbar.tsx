import type { Command, EditorState } from '@tiptap/pm/state'
import { useEditorState } from '@tiptap/react'
import {
  Bold,
  Brackets,
  FileUp,
  Heading2,
  Italic,
  Link,
  List,
  ListOrdered,
  MessageSquarePlus,
  Pilcrow,
  Redo2,
  Search,
  Table,
  Underline,
  Undo2,
} from 'lucide-react'
import { memo } from 'react'
import { Toolbar as AriaToolbar, FileTrigger } from 'react-aria-components'
import type { BlockLooks } from '#shared/flow/block-looks'
import { flowOf } from '#shared/flow/flow-doc'
import { toggleHeading, toggleList } from '../flow/block-commands.ts'
import { indexAt } from '../flow/draw.ts'
import { looksIn } from '../flow/flow-schema.ts'
import { placeOf } from '../flow/selected-place.ts'
import type { EditedFlow } from '../flow/table-cells.ts'
import { putTable } from '../flow/table-commands.ts'
import { fileKinds } from '../intake/file-to-html.ts'
import { newUuid } from '../live/new-uuid.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { bracketAround } from './bracket-around.ts'
import { bracketOfLetters } from './bracket-commands.ts'
import type { Editing } from './editing.tsx'
import styles from './editor.module.css'
import { MoreMarks } from './MoreMarks.tsx'
import { TableMenu } from './TableMenu.tsx'

const size = 16

/** What all selected blocks are. */
function looksHere({ doc, selection: { from, to } }: EditorState) {
  const here: BlockLooks[] = []
  doc.nodesBetween(from, to, (node) => {
    if (node.isTextblock) here.push(looksIn(node.attrs))
    return !node.isTextblock
  })
  const all = (is: (looks: BlockLooks) => boolean) => here.length > 0 && here.every(is)
  return {
    heading: all(({ kind }) => kind === 'heading'),
    bullet: all(({ list }) => list === 'bullet'),
    numbered: all(({ list }) => list === 'number'),
    lettered: all(({ list }) => list === 'letter'),
  }
}

/** Drawn again only when something in it changes: it stands beside words that change with each key. */
export const Toolbar = memo(function Toolbar({
  inHand,
  editing,
  label,
  onBracket,
  onComment,
  onLink,
  onParagraph,
  onFile,
  onFind,
}: {
  /** What the caret is in. */
  readonly inHand: EditedFlow
  readonly editing: Editing
  readonly label: string
  readonly onBracket: () => void
  readonly onComment: (() => void) | undefined
  readonly onLink: () => void
  readonly onParagraph: () => void
  readonly onFile: (file: File) => void
  readonly onFind: () => void
}) {
  const say = useMessages()
  const { editor, flow } = inHand
  const isInCell = flow.doc !== null && flow !== flowOf(flow.doc)
  const is = useEditorState({
    editor,
    selector: ({ editor: current }) => ({
      bold: current.isActive('bold'),
      italic: current.isActive('italic'),
      underline: current.isActive('underline'),
      ...looksHere(current.state),
      empty: current.state.selection.empty,
      atBracket: bracketAround(current.state.doc, current.state.selection.head) !== undefined,
      atLetters: bracketOfLetters(current.state) !== undefined,
    }),
  })

  const run = (command: Command) => () => {
    const { view } = editor
    command(view.state, view.dispatch, view)
    view.focus()
  }
  const insertTable = () => {
    const { state } = editor
    const place = placeOf(state, flow)
    const index = indexAt(flow, state.doc, state.selection.head)
    const first = putTable({ flow, newBlockId: newUuid }, editing.undo, place, index, [3, 3])
    if (first !== undefined && flow.doc) editing.editors.open(flowOf(flow.doc, first))?.focus()
  }

  return (
    <AriaToolbar
      className={styles['toolbar'] ?? ''}
      aria-label={say('toolbar.label', { text: label })}
    >
      <Button
        look="quiet"
        isSmall
        label={say('toolbar.bold')}
        isPressed={is.bold}
        onPress={() => editor.chain().focus().toggleBold().run()}
      >
        <Bold size={size} />
      </Button>
      <Button
        look="quiet"
        isSmall
        label={say('toolbar.italic')}
        isPressed={is.italic}
        onPress={() => editor.chain().focus().toggleItalic().run()}
      >
        <Italic size={size} />
      </Button>
      <Button
        look="quiet"
        isSmall
        label={say('toolbar.underline')}
        isPressed={is.underline}
        onPress={() => editor.chain().focus().toggleUnderline().run()}
      >
        <Underline size={size} />
      </Button>
      <MoreMarks editor={editor} />
      <Button
        look="quiet"
        isSmall
        label={say('toolbar.heading')}
        isPressed={is.heading}
        onPress={run(toggleHeading(2))}
      >
        <Heading2 size={size} />
      </Button>
      <span className={styles['divider']} />
      <Button
        look="quiet"
        isSmall
        label={say('toolbar.bulleted')}
        isPressed={is.bullet}
        onPress={run(toggleList('bullet'))}
      >
        <List size={size} />
      </Button>
      <Button
        look="quiet"
        isSmall
        label={say('toolbar.numbered')}
        isPressed={is.numbered}
        onPress={run(toggleList('number'))}
      >
        <ListOrdered size={size} />
      </Button>
      <Button
        look="quiet"
        isSmall
        label={say('toolbar.lettered')}
        isPressed={is.lettered}
        onPress={run(toggleList('letter'))}
      >
        <span aria-hidden className={styles['glyph']}>
          a)
        </span>
      </Button>
      <Button look="quiet" isSmall label={say('toolbar.paragraph')} onPress={onParagraph}>
        <Pilcrow size={size} />
      </Button>
      <span className={styles['divider']} />
      <Button look="quiet" isSmall label={say('toolbar.link')} onPress={onLink}>
        <Link size={size} />
      </Button>
      {isInCell ? (
        <TableMenu inHand={inHand} editing={editing} />
      ) : (
        <Button look="quiet" isSmall label={say('toolbar.insertTable')} onPress={insertTable}>
          <Table size={size} />
        </Button>
      )}
      <FileTrigger
        acceptedFileTypes={fileKinds}
        onSelect={(files) => {
          const [file] = files ?? []
          if (file) onFile(file)
        }}
      >
        <Button look="quiet" isSmall label={say('toolbar.file')}>
          <FileUp size={size} />
        </Button>
      </FileTrigger>
      <Button
        look="quiet"
        isSmall
        label={say(
          !is.empty
            ? 'toolbar.bracket'
            : is.atBracket
              ? 'toolbar.openBracket'
              : is.atLetters
                ? 'toolbar.bracketOfLetters'
                : 'toolbar.bracket',
        )}
        isDisabled={is.empty && !is.atBracket && !is.atLetters}
        onPress={onBracket}
      >
        <Brackets size={size} />
      </Button>
      {onComment ? (
        <Button
          look="quiet"
          isSmall
          label={say('toolbar.comment')}
          isDisabled={is.empty}
          onPress={onComment}
        >
          <MessageSquarePlus size={size} />
        </Button>
      ) : null}
      <Button look="quiet" isSmall label={say('toolbar.find')} onPress={onFind}>
        <Search size={size} />
      </Button>
      <span className={styles['divider']} />
      <Button
        look="quiet"
        isSmall
        label={say('toolbar.undo')}
        onPress={() => editor.chain().focus().undo().run()}
      >
        <Undo2 size={size} />
      </Button>
      <Button
        look="quiet"
        isSmall
        label={say('toolbar.redo')}
        onPress={() => editor.chain().focus().redo().run()}
      >
        <Redo2 size={size} />
      </Button>
    </AriaToolbar>
  )
})
