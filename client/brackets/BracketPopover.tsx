import { useMemo, useState } from 'react'
import { Dialog, Heading, Popover } from 'react-aria-components'
import { bracketsOf, optionsOf } from '#shared/brackets/brackets'
import type { BracketLift } from '#shared/domain/bracket-lift'
import type { TextId } from '#shared/domain/ids'
import { decide } from '#shared/record/decide'
import { memberLabel } from '#shared/record/labels'
import { isAtTable, mayNot } from '#shared/record/policy'
import { BridgeSpans } from '../bridging/Provenance.tsx'
import { useAct } from '../drafting/act.ts'
import { useFacts } from '../live/facts.ts'
import { useTextContent } from '../live/open-texts.tsx'
import { useActor, useRecordState } from '../live/record.tsx'
import { formatDay, useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { TextField } from '../ui/TextField.tsx'
import { BracketReason } from './BracketReason.tsx'
import styles from './brackets.module.css'
import type { BracketWriter } from './desk.tsx'

/** One bracket: whose it is and what it says; for the chair the ways to lift it, for those who type one more option. */
export function BracketPopover({
  textId,
  bracketId,
  anchor,
  writer,
  onClose,
}: {
  readonly textId: TextId
  readonly bracketId: string
  readonly anchor: Element
  readonly writer: BracketWriter | undefined
  readonly onClose: () => void
}) {
  const say = useMessages()
  const state = useRecordState()
  const actor = useActor()
  const content = useTextContent(textId)
  const facts = useFacts()
  const { act, isPending } = useAct()
  const [words, setWords] = useState('')
  const trigger = useMemo(() => ({ current: anchor }), [anchor])
  const bracket = content && bracketsOf(content).find((each) => each.bracketId === bracketId)
  const options = content ? optionsOf(content, bracketId) : []
  const choices =
    options.length > 1 && !bracket?.isEmpty ? options.filter(({ isEmpty }) => !isEmpty) : []
  const text = state.texts[textId]
  const bridge =
    text && 'recommendationId' in text
      ? state.recommendations[text.recommendationId]?.bridges.find(
          (each) => each.bridgeId === bracketId,
        )
      : undefined
  const isTable = actor.by === 'member' && isAtTable(actor.role)
  const lift = (how: BracketLift, id = bracketId) => {
    const command = { type: 'lift-bracket', textId, bracketId: id, how } as const
    const decided = decide(state, command, actor, { ...facts, contentOf: () => content })
    return {
      whyNot: decided.ok ? undefined : decided.refusal.sentence,
      run: () => void act(command).then((isDone) => isDone && onClose()),
    }
  }
  const whyNot = lift('keep').whyNot
  const own = actor.by === 'member' ? memberLabel(state, actor.memberId).code : ''
  /** Whoever makes letters of a bracket takes a reservation back: its sponsors may, and the chair's table. */
  const mayKeepAsLetters =
    writer !== undefined &&
    bracket?.isWhole === true &&
    (isTable || bracket.sponsors.split(', ').includes(own))
  /** A delegation lifts what it alone wants, where the group has it so. */
  const mayLift =
    mayNot(state, actor, 'lift-bracket') === undefined && (isTable || bracket?.sponsors === own)
  const stating = {
    type: 'state-bracket-reason',
    textId,
    bracketId,
    reason: '…',
  } as const
  const mayStateReason =
    bracket?.isEmpty === false &&
    decide(state, stating, actor, { ...facts, contentOf: () => content }).ok
  return (
    <Popover
      className={styles['popover'] ?? ''}
      triggerRef={trigger}
      isOpen
      placement="bottom start"
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
    >
      <Dialog className={styles['dialog'] ?? ''}>
        <Heading slot="title" className={styles['title'] ?? ''}>
          {say('bracket.title', { sponsors: bracket?.sponsors || 'none' })}
        </Heading>
        {bracket ? (
          <>
            <blockquote className={styles['words']} dir="auto">
              {bracket.isEmpty
                ? say('bracket.empty')
                : bracket.isWhole
                  ? bracket.words
                  : say('bracket.half')}
            </blockquote>
            {Number.isNaN(Date.parse(bracket.putAt)) ? null : (
              <p className={styles['fact']}>
                {say('bracket.putAt', { date: formatDay(new Date(bracket.putAt).toISOString()) })}
              </p>
            )}
            <BracketReason
              key={bracketId}
              textId={textId}
              bracketId={bracketId}
              reason={bracket.reason}
              mayState={mayStateReason}
            />
            {bridge ? <BridgeSpans spans={bridge.spans} at={bridge.at} /> : null}
            {mayLift ? (
              <div className={styles['acts']}>
                {(isTable ? choices : []).map((option) => (
                  <Button
                    key={option.bracketId}
                    isDisabled={isPending || whyNot !== undefined}
                    onPress={lift('choose', option.bracketId).run}
                  >
                    {say('bracket.choose', { words: option.words })}
                  </Button>
                ))}
                {(isTable && choices.length > 0) || bracket.isEmpty ? null : (
                  <Button
                    look="primary"
                    isDisabled={isPending || whyNot !== undefined}
                    onPress={lift('keep').run}
                  >
                    {say('bracket.keep')}
                  </Button>
                )}
                {isTable ? (
                  <Button isDisabled={isPending || whyNot !== undefined} onPress={lift('drop').run}>
                    {say(bracket.isEmpty ? 'bracket.takeOut' : 'bracket.drop')}
                  </Button>
                ) : null}
                <p className={styles['fact']}>{whyNot ?? say('bracket.recorded')}</p>
              </div>
            ) : null}
            {writer && bracket.isWhole && !bracket.isEmpty ? (
              <form
                className={styles['option']}
                onSubmit={(event) => {
                  event.preventDefault()
                  writer.addOption(bracketId, words.trim())
                  onClose()
                }}
              >
                <TextField label={say('bracket.option')} value={words} onChange={setWords} />
                <Button type="submit" isDisabled={words.trim() === ''}>
                  {say('bracket.addOption')}
                </Button>
              </form>
            ) : null}
            {mayKeepAsLetters ? (
              <Button
                onPress={() => {
                  writer.keepAsLetters(bracketId)
                  onClose()
                }}
              >
                {say('bracket.literal')}
              </Button>
            ) : null}
          </>
        ) : (
          <p>{say('bracket.gone')}</p>
        )}
      </Dialog>
    </Popover>
  )
}
