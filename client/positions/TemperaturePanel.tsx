import { useEffect, useState } from 'react'
import { Link } from 'wouter'
import { type Stance, stances } from '#shared/domain/position'
import type { TemperatureCheck } from '#shared/protocol/temperature'
import { numberOf } from '#shared/record/labels'
import { mayConductTemperatureCheck } from '#shared/record/policy'
import { useActor, useRecordState, useTemperatureCheck } from '../live/record.tsx'
import { useTemperature } from '../live/temperature.ts'
import { formatInstant, useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import styles from './positions.module.css'

/** A temperature check, where everybody sees it: the question, the picture by stakeholder group, one's own answer. */
export function TemperaturePanel() {
  const check = useTemperatureCheck()
  return check ? <Panel key={check.until} check={check} /> : null
}

function Panel({ check }: { readonly check: TemperatureCheck }) {
  const say = useMessages()
  const state = useRecordState()
  const actor = useActor()
  const temperature = useTemperature()
  const [own, setOwn] = useState<Stance | null>(null)
  const { recommendationId, until, isOpen, groups } = check
  useEffect(() => setOwn(null), [until])
  const answers = actor.by === 'member' && actor.role === 'delegate' && isOpen
  const answer = async (stance: Stance) => {
    if (await temperature.answer(stance)) setOwn(stance)
  }
  return (
    <section className={styles['temperature']} aria-labelledby="temperature-check">
      <h2 id="temperature-check">
        <Link href={`/recommendations/${recommendationId}`}>
          {say('temperature.title', {
            number: numberOf(state, recommendationId),
            title: state.recommendations[recommendationId]?.title ?? '',
          })}
        </Link>
      </h2>
      <p role="status">
        {isOpen
          ? say('temperature.until', { instant: formatInstant(until) })
          : say('temperature.over')}{' '}
        {say('temperature.noRecord')}
      </p>
      {answers ? (
        <div className={styles['answers']} role="group" aria-label={say('temperature.own')}>
          {stances.map((stance) => (
            <Button
              key={stance}
              isPressed={own === stance}
              look={own === stance ? 'primary' : 'plain'}
              onPress={() => void answer(stance)}
            >
              {say(`stance.${stance}`)}
            </Button>
          ))}
        </div>
      ) : null}
      <ul className={styles['picture']}>
        {groups.map(({ group, delegations, answers: given }) => {
          const shown = given.filter(({ count }) => count > 0)
          return (
            <li key={group}>
              <span>{say(`group.${group}`)}</span>
              <span className={styles['bar']} aria-hidden>
                {shown.map(({ stance, count }) => (
                  <span key={stance} data-stance={stance} style={{ flexGrow: count }} />
                ))}
              </span>
              <span className={styles['counts']}>
                {shown.length === 0
                  ? say('temperature.none', { count: delegations })
                  : shown
                      .map(({ stance, count }) => say(`stance.count.${stance}`, { count }))
                      .join(' · ')}
              </span>
            </li>
          )
        })}
      </ul>
      {mayConductTemperatureCheck(actor) ? (
        <Button isSmall onPress={() => void temperature.end()}>
          {isOpen ? say('temperature.end') : say('temperature.takeAway')}
        </Button>
      ) : null}
    </section>
  )
}
