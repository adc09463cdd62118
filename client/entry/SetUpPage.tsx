import { useState } from 'react'
import type { StakeholderGroup } from '#shared/domain/member'
import { type Problem, SessionView, SetUpRequest } from '#shared/protocol/api'
import { ask } from '../live/http.ts'
import { serverInstant } from '../live/server-clock.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { TextField } from '../ui/TextField.tsx'
import { EntryPage } from './EntryPage.tsx'
import styles from './entry.module.css'

const today = (): string => serverInstant().slice(0, 10)
const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** "Brazil, BR" on a line of its own is a delegation; the kind of all of them can be changed later by a new one. */
function readDelegations(
  text: string,
): { name: string; code: string; stakeholderGroup: StakeholderGroup }[] {
  return lines(text).map((line) => {
    const [name = '', code = ''] = line.split(',').map((part) => part.trim())
    return { name, code: code || name.slice(0, 2).toUpperCase(), stakeholderGroup: 'government' }
  })
}

const firstForm = {
  name: '',
  parentBody: '',
  mandate: '',
  meeting: '',
  place: '',
  date: today(),
  topics: '',
  delegations: '',
}

/** The first-run page: makes the working group and signs its maker in as the secretariat. */
export function SetUpPage() {
  const say = useMessages()
  const [code, setCode] = useState(location.hash.slice(1))
  const [form, setForm] = useState(firstForm)
  const [problem, setProblem] = useState<Problem>()
  const [isSending, setSending] = useState(false)
  const set = (field: keyof typeof firstForm) => (value: string) =>
    setForm((before) => ({ ...before, [field]: value }))
  const errorOf = (field: string): string | undefined =>
    problem?.errors?.find((error) => error.field === field || error.field.startsWith(`${field}.`))
      ?.message

  const make = async () => {
    const request = {
      setupCode: code,
      name: form.name,
      parentBody: form.parentBody,
      mandate: form.mandate,
      meeting: {
        title: form.meeting,
        place: form.place,
        days: [{ date: form.date, title: say('setUp.firstDay'), phase: 'drafting' }],
      },
      topics: lines(form.topics),
      delegations: readDelegations(form.delegations),
    }
    const checked = SetUpRequest.safeParse(request)
    if (!checked.success) {
      setProblem({
        type: 'about:blank',
        title: say('setUp.checkFields'),
        status: 400,
        code: 'malformed-request',
        detail: say('setUp.checkFields'),
        errors: checked.error.issues.map((issue) => ({
          field: issue.path.map(String).join('.'),
          message: issue.message,
        })),
      })
      return
    }
    setSending(true)
    const answer = await ask(SessionView, '/api/groups', { method: 'POST', json: checked.data })
    setSending(false)
    const [made] = answer.ok ? answer.value.attendances : []
    if (made) location.replace(`/groups/${made.groupId}/people`)
    else if (!answer.ok) setProblem(answer.problem)
  }

  return (
    <EntryPage title={say('setUp.title')} text={say('setUp.text')}>
      <form
        className={styles['group']}
        onSubmit={(event) => {
          event.preventDefault()
          void make()
        }}
      >
        <TextField
          label={say('setUp.code')}
          value={code}
          onChange={setCode}
          hint={say('setUp.codeHint')}
          error={errorOf('setupCode')}
        />
        <TextField
          label={say('setUp.name')}
          value={form.name}
          onChange={set('name')}
          error={errorOf('name')}
        />
        <TextField
          label={say('setUp.parentBody')}
          value={form.parentBody}
          onChange={set('parentBody')}
          error={errorOf('parentBody')}
        />
        <TextField
          label={say('setUp.mandate')}
          value={form.mandate}
          onChange={set('mandate')}
          rows={3}
          error={errorOf('mandate')}
        />
        <div className={styles['row']}>
          <TextField
            label={say('setUp.meeting')}
            value={form.meeting}
            onChange={set('meeting')}
            error={errorOf('meeting.title')}
          />
          <TextField
            label={say('setUp.place')}
            value={form.place}
            onChange={set('place')}
            error={errorOf('meeting.place')}
          />
        </div>
        <TextField
          label={say('setUp.date')}
          value={form.date}
          onChange={set('date')}
          hint={say('setUp.dateHint')}
          error={errorOf('meeting.days')}
        />
        <TextField
          label={say('setUp.topics')}
          value={form.topics}
          onChange={set('topics')}
          rows={4}
          hint={say('setUp.topicsHint')}
          error={errorOf('topics')}
        />
        <TextField
          label={say('setUp.delegations')}
          value={form.delegations}
          onChange={set('delegations')}
          rows={4}
          hint={say('setUp.delegationsHint')}
          error={errorOf('delegations')}
        />
        {problem ? <p role="alert">{problem.detail}</p> : null}
        <Button look="primary" type="submit" isDisabled={isSending}>
          {say('setUp.make')}
        </Button>
      </form>
    </EntryPage>
  )
}
