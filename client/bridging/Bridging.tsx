import { useEffect, useRef, useState } from 'react'
import { bracketsOf } from '#shared/brackets/brackets'
import type { Bridge } from '#shared/domain/bridge'
import { BridgeId } from '#shared/domain/ids'
import type { Recommendation } from '#shared/domain/recommendation'
import { mayNot } from '#shared/record/policy'
import { draftingModeNow } from '#shared/record/text-right'
import { bridgeWords } from '#shared/text/bridge-words'
import desk from '../chair/recommendation-desk.module.css'
import { newId } from '../live/new-id.ts'
import { useTextContent } from '../live/open-texts.tsx'
import { useActor, useRecordState } from '../live/record.tsx'
import { formatInstant, useMessages } from '../messages/use-messages.ts'
import { Badge } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/Placeholder.tsx'
import { BridgeComposer } from './BridgeComposer.tsx'
import styles from './bridging.module.css'
import { BridgeSpans } from './Provenance.tsx'

/** The chair's bridging proposals on a recommendation: those put in place, and the composer for one more. */
export function Bridging({ recommendation }: { readonly recommendation: Recommendation }) {
  const say = useMessages()
  const state = useRecordState()
  const actor = useActor()
  const [begun, setBegun] = useState<BridgeId | null>(null)
  const { bridges, majorityTextId } = recommendation
  // The record ends the composing, also where the answer to the act was lost: put in place twice is nothing.
  const composing = bridges.some(({ bridgeId }) => bridgeId === begun) ? null : begun
  const isComposing = composing !== null
  const put = useRef<HTMLLIElement>(null)
  const isPut = begun !== null && !isComposing
  useEffect(() => {
    // Focus falls to the page when the composer that had it goes.
    if (isPut && document.activeElement === document.body) put.current?.focus()
  }, [isPut])
  const text = state.texts[majorityTextId]
  const isFrozen = !text || draftingModeNow(state, text) === 'frozen'
  const mayPut = mayNot(state, actor, 'put-bridge') === undefined
  return (
    <section className={desk['part']} aria-labelledby="desk-bridging">
      <h2 id="desk-bridging">{say('bridge.title')}</h2>
      {bridges.length === 0 && !isComposing ? <EmptyState>{say('bridge.none')}</EmptyState> : null}
      <ul className={styles['bridges']}>
        {bridges.map((bridge) => (
          <li key={bridge.bridgeId} ref={bridge.bridgeId === begun ? put : null} tabIndex={-1}>
            <PutBridge bridge={bridge} />
          </li>
        ))}
      </ul>
      {mayPut && isComposing ? (
        <BridgeComposer
          key={composing}
          recommendation={recommendation}
          bridgeId={composing}
          onCancel={() => setBegun(null)}
        />
      ) : null}
      {mayPut && !isComposing ? (
        <div className={styles['buttons']}>
          <Button isDisabled={isFrozen} onPress={() => setBegun(newId(BridgeId, 'bg'))}>
            {say('bridge.begin')}
          </Button>
          {isFrozen ? <p className={desk['hint']}>{say('bridge.frozen')}</p> : null}
        </div>
      ) : null}
    </section>
  )
}

function PutBridge({ bridge }: { readonly bridge: Bridge }) {
  const say = useMessages()
  const { bridgeId, textId, spans, reason, at } = bridge
  const content = useTextContent(textId)
  const isBracketed = content && bracketsOf(content).some((each) => each.bracketId === bridgeId)
  return (
    <article className={styles['bridge']}>
      <p className={styles['words']} dir="auto">
        {bridgeWords(spans)}
      </p>
      <p className={styles['provenance']}>
        {say('bridge.putAt')} <time dateTime={at}>{formatInstant(at)}</time>{' '}
        {content ? (
          <Badge tone={isBracketed ? 'warn' : 'neutral'}>
            {isBracketed ? say('bridge.stands') : say('bridge.lifted')}
          </Badge>
        ) : null}
      </p>
      {reason === '' ? null : <p>{reason}</p>}
      <BridgeSpans spans={spans} at={at} />
    </article>
  )
}
