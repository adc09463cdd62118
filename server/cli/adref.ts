#!/usr/bin/env node
/** The administrator's command line. It asks the running server of the data folder, or opens the folder itself. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import type { z } from 'zod'
import { GroupId, MeetingId, MemberId, TextId } from '#shared/domain/ids'
import { SeatRole, StakeholderGroup } from '#shared/domain/member'
import { askRunningServer } from '../administration/admin-socket.ts'
import type { StoppedOperation } from '../administration/on-stopped-folder.ts'
import { cannot, Operation, type OperationAnswer } from '../administration/operations.ts'
import { readConfig } from '../config.ts'

// Whatever the process writes is for its owner alone.
process.umask(0o077)

const reading = readConfig(process.env)
if (!reading.ok) {
  for (const complaint of reading.complaints) console.error(complaint)
  process.exit(2)
}
const { config } = reading

/** A parser for an argument, whose complaint names what it should be. */
const parsed =
  <T>(schema: z.ZodType<T>) =>
  (value: string): T => {
    const result = schema.safeParse(value)
    if (result.success) return result.data
    throw new InvalidArgumentError(result.error.issues[0]?.message ?? 'not valid')
  }

/** An instant, in any form that names its time zone. */
const instant = (value: string): Date => {
  const time = /T.*(?:Z|[+-]\d\d:?\d\d)$/.test(value) ? new Date(value) : undefined
  if (time && !Number.isNaN(time.getTime())) return time
  throw new InvalidArgumentError('must be a time such as 2026-01-31T09:00:00Z')
}
/** A moment without a fraction is its whole second. */
const endOfSecond = (moment: Date): Date =>
  moment.getMilliseconds() === 0 ? new Date(moment.getTime() + 999) : moment

function report(answer: OperationAnswer): void {
  if (answer.ok) for (const line of answer.lines) console.log(line)
  else {
    console.error(answer.complaint)
    process.exitCode = 1
  }
}

async function carryOut(asked: Operation): Promise<void> {
  const operation = Operation.safeParse(asked)
  if (!operation.success) {
    for (const issue of operation.error.issues)
      console.error(`${issue.path.map(String).join('.')}: ${issue.message}`)
    process.exitCode = 2
    return
  }
  const running = await askRunningServer(config.dataFolder, operation.data)
  if (running) return report(running)
  if (!existsSync(config.dataFolder) && operation.data.operation !== 'create-group')
    return report(cannot(`There is no data folder ${config.dataFolder}. Set DATA_DIR.`))
  if (operation.data.operation === 'check' || operation.data.operation === 'backup')
    return stopped(operation.data)
  // What opens a folder takes its time to load: whoever asks a running server, or for help, need not wait for it.
  const [{ pino }, { administer }, { openInstallation }] = await Promise.all([
    import('pino'),
    import('../administration/administer.ts'),
    import('../installation.ts'),
  ])
  const log = pino({ level: 'warn', base: null }, pino.destination(2))
  const installation = await openInstallation(config.dataFolder, config.limits, log)
  if ('failure' in installation) return report(cannot(installation.failure))
  const publicUrl = config.publicUrl ?? `http://localhost:${config.port}`
  try {
    report(await administer(installation, config.dataFolder, publicUrl, operation.data))
  } finally {
    await installation.close()
  }
}

/** Does something with the files of a folder that no server uses. */
async function stopped(asked: StoppedOperation): Promise<void> {
  const { onStoppedFolder } = await import('../administration/on-stopped-folder.ts')
  report(await onStoppedFolder(config.dataFolder, asked, (line) => console.log(line)))
}

const program = new Command('adref')
  .description(
    'Administers an Adref installation. Reads DATA_DIR, PORT and PUBLIC_URL as the server does.',
  )
  .exitOverride((end) => process.exit(end.exitCode === 0 ? 0 : 2))

const group = program.command('group').description('working groups')
group
  .command('create <name>')
  .description('make a working group with a chair and a secretariat, and print their links')
  .option('--parent <body>', 'the body it reports to', '')
  .option('--mandate <text>', 'its mandate', '')
  .option('--meeting <title>', 'title of its first meeting', '1st meeting')
  .option('--topic <title...>', 'topics, in order', [])
  .action(
    (
      name: string,
      options: { parent: string; mandate: string; meeting: string; topic: string[] },
    ) =>
      carryOut({
        operation: 'create-group',
        name,
        parentBody: options.parent,
        mandate: options.mandate,
        meeting: options.meeting,
        topics: options.topic,
      }),
  )
group
  .command('list')
  .description('list working groups')
  .action(() => carryOut({ operation: 'list-groups' }))

const seat = program.command('seat').description('seats, members and their personal links')
seat
  .command('list')
  .description('list the seats of a group')
  .argument('<group>', 'id of the group', parsed(GroupId))
  .action((groupId: GroupId) => carryOut({ operation: 'list-seats', groupId }))
seat
  .command('invite')
  .description('seat a member and print the personal link')
  .argument('<group>', 'id of the group', parsed(GroupId))
  .argument('<role>', SeatRole.options.join(', '), parsed(SeatRole))
  .option('--delegation <name>', 'the delegation that the seat speaks for')
  .option('--code <code>', 'short form of a new delegation', '')
  .option(
    '--group <kind>',
    `stakeholder group of a new delegation: ${StakeholderGroup.options.join(', ')}`,
    parsed(StakeholderGroup),
  )
  .option('--title <title>', 'title of the seat', '')
  .option('--name <name>', "the member's name", '')
  .action(
    (
      groupId: GroupId,
      role: SeatRole,
      options: {
        delegation?: string
        code: string
        group?: StakeholderGroup
        title: string
        name: string
      },
    ) =>
      carryOut({
        operation: 'invite',
        groupId,
        role,
        title: options.title,
        name: options.name,
        delegation:
          options.delegation === undefined
            ? null
            : {
                name: options.delegation,
                code: options.code,
                stakeholderGroup: options.group ?? null,
              },
      }),
  )
for (const [name, operation, description] of [
  ['link', 'new-link', 'make a new personal link; the one before ends'],
  ['revoke', 'revoke-link', 'end the personal link of a member and all its sessions'],
  ['remove', 'remove-member', 'remove a member for good'],
] as const)
  seat
    .command(name)
    .description(description)
    .argument('<group>', 'id of the group', parsed(GroupId))
    .argument('<member>', 'id of the member', parsed(MemberId))
    .action((groupId: GroupId, memberId: MemberId) => carryOut({ operation, groupId, memberId }))

program
  .command('follow-link')
  .description("print a meeting's public follow link, and open or close it")
  .argument('<group>', 'id of the group', parsed(GroupId))
  .option(
    '--meeting <id>',
    'id of the meeting (the one that is open, when left out)',
    parsed(MeetingId),
  )
  .option('--open', 'let readers in')
  .option('--close', 'let nobody in')
  .action((groupId: GroupId, options: { meeting?: MeetingId; open?: true; close?: true }) =>
    carryOut({
      operation: 'follow-link',
      groupId,
      meetingId: options.meeting ?? null,
      open: options.open ? true : options.close ? false : null,
    }),
  )
program
  .command('backup <folder>')
  .description('back up the data folder into an empty folder, also while the server runs')
  .action((folder: string) => carryOut({ operation: 'backup', folder: resolve(folder) }))
program
  .command('restore <folder>')
  .description('restore a backup to the data folder; the server must be stopped')
  .option('--force', 'put it in place of what is there, which is kept beside it', false)
  .action(async (folder: string, options: { force: boolean }) => {
    const { restore } = await import('../administration/restore.ts')
    report(await restore(resolve(folder), config.dataFolder, options.force, new Date()))
  })
program
  .command('repair')
  .description("take one author's words, or those of one moment, out of a text; shows them first")
  .argument('<text>', 'id of the text', parsed(TextId))
  .option('--author <member>', 'id of the member whose words go', parsed(MemberId))
  .option('--from <time>', 'only what came at this time or later (2026-01-31T09:00Z)', instant)
  .option('--to <time>', 'only what came up to this time', instant)
  .option('--moment <time>', 'only what came in this second', instant)
  .option('--reason <text>', 'why, for the record', '')
  .option('--apply', 'do it; without this it is only shown', false)
  .action(
    (
      textId: TextId,
      options: {
        author?: MemberId
        from?: Date
        to?: Date
        moment?: Date
        reason: string
        apply: boolean
      },
    ) => {
      const { moment } = options
      const from = moment ?? options.from
      const until = moment ? endOfSecond(moment) : options.to
      return carryOut({
        operation: 'repair',
        textId,
        memberId: options.author ?? null,
        from: from?.toISOString() ?? null,
        until: until?.toISOString() ?? null,
        reason: options.reason,
        apply: options.apply,
      })
    },
  )
program
  .command('upgrade')
  .description(
    'take a data folder of an earlier release to the form of this one, with a backup; the server must be stopped',
  )
  .option('--backup <folder>', 'an empty folder for the backup, instead of one in the data folder')
  .action(async ({ backup }: { backup?: string }) => {
    if (!existsSync(config.dataFolder))
      return report(cannot(`There is no data folder ${config.dataFolder}. Set DATA_DIR.`))
    const where = backup === undefined ? {} : { backUpTo: resolve(backup) }
    return stopped({ operation: 'upgrade', ...where })
  })
program
  .command('check')
  .description('check the integrity of both logs; of a stopped folder also what would be lost')
  .action(() => carryOut({ operation: 'check' }))

try {
  await program.parseAsync()
} catch (cause) {
  console.error(cause instanceof Error ? cause.message : String(cause))
  process.exitCode = 1
}
