import type { Editor } from '@tiptap/core'
import { useState } from 'react'
import { BlockLabel, type Direction, ListStyle } from '#shared/domain/content'
import type { BlockLooks } from '#shared/flow/block-looks'
import { numberLabel } from '#shared/text/list-labels'
import { firstLooks, shapeBlocks } from '../flow/block-commands.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { Choice } from '../ui/Choice.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { TextField } from '../ui/TextField.tsx'
import ui from '../ui/ui.module.css'

type From = 'next' | 'continues' | 'start'

const fromOf = ({ start, continues }: BlockLooks): From =>
  continues ? 'continues' : start === undefined ? 'next' : 'start'

/** How the selected paragraphs are counted, what label the first of them has in place of a number, and which way they run. */
export function ParagraphDialog({
  editor,
  onClose,
}: {
  readonly editor: Editor
  readonly onClose: () => void
}) {
  const say = useMessages()
  const [was] = useState(() => firstLooks(editor.state))
  const [list, setList] = useState<ListStyle | 'none'>(was.list ?? 'none')
  const [from, setFrom] = useState<From>(fromOf(was))
  const [start, setStart] = useState(String(was.start ?? 1))
  const [label, setLabel] = useState(was.label ?? '')
  const [dir, setDir] = useState<Direction | 'auto'>(was.dir ?? 'auto')
  const [wrong, setWrong] = useState<'start' | 'label'>()

  const save = () => {
    const isCounted = list !== 'none'
    const number = Number(start)
    const isNumber = /^-?\d{1,6}$/.test(start.trim())
    const own = label.trim()
    if (isCounted && from === 'start' && !isNumber) return setWrong('start')
    if (own !== '' && !BlockLabel.safeParse(own).success) return setWrong('label')
    const { view } = editor
    const command = shapeBlocks({
      list: isCounted ? list : undefined,
      start: isCounted && from === 'start' ? number : undefined,
      continues: isCounted && from === 'continues' ? true : undefined,
      label: own === '' ? undefined : own,
      dir: dir === 'auto' ? undefined : dir,
    })
    command(view.state, view.dispatch, view)
    onClose()
    return view.focus()
  }

  const styles = ListStyle.options.map((style) => [style, numberLabel(style, 1)] as const)
  return (
    <Dialog title={say('paragraph.title')} onClose={onClose}>
      <form
        className={ui['stack'] ?? ''}
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <Choice
          label={say('paragraph.counts')}
          value={list}
          options={[['none', say('paragraph.counts.none')], ...styles]}
          onChange={setList}
        />
        {list === 'none' || list === 'bullet' ? null : (
          <Choice
            label={say('paragraph.from')}
            value={from}
            options={[
              ['next', say('paragraph.from.next')],
              ['continues', say('paragraph.from.continues')],
              ['start', say('paragraph.from.start')],
            ]}
            onChange={setFrom}
          />
        )}
        {list !== 'none' && list !== 'bullet' && from === 'start' ? (
          <TextField
            label={say('paragraph.start')}
            value={start}
            onChange={setStart}
            error={wrong === 'start' ? say('paragraph.startWrong') : undefined}
          />
        ) : null}
        <TextField
          label={say('paragraph.label')}
          value={label}
          onChange={setLabel}
          hint={say('paragraph.labelHint')}
          error={wrong === 'label' ? say('paragraph.labelWrong') : undefined}
          autoFocus
        />
        <Choice
          label={say('paragraph.direction')}
          value={dir}
          options={[
            ['auto', say('paragraph.direction.auto')],
            ['ltr', say('paragraph.direction.ltr')],
            ['rtl', say('paragraph.direction.rtl')],
          ]}
          onChange={setDir}
        />
        <DialogActions>
          <Button onPress={onClose}>{say('cancel')}</Button>
          <Button look="primary" type="submit">
            {say('paragraph.set')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
