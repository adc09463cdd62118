/** Which Chromium the browser tests take, on machines that have less and less of one. */
import { expect, test } from 'vitest'
import { type BrowserChoice, chooseBrowser, type Machine } from './browser-choice.ts'

const bare: Machine = {
  named: undefined,
  ownPath: '/cache/chrome',
  runs: () => false,
  hasAptGet: true,
  asRoot: [],
  tried: new Set(),
}
const having = (...paths: string[]): Pick<Machine, 'runs'> => ({
  runs: (path) => paths.includes(path),
})
const nextOn = (machine: Partial<Machine>): BrowserChoice => chooseBrowser({ ...bare, ...machine })
const commandsOn = (machine: Partial<Machine>): string[] => {
  const choice = nextOn(machine)
  return choice.kind === 'get' ? choice.commands.map((command) => command.join(' ')) : [choice.kind]
}

test('[OPS-203] the browser tests take the Chromium that is named, Playwright’s own, or an installed one, if it runs', () => {
  const all = having('/mine', '/cache/chrome', '/usr/bin/chromium')
  expect(nextOn({ ...all, named: '/mine' })).toEqual({ kind: 'use', path: '/mine' })
  expect(nextOn({ ...all, named: '/gone' })).toMatchObject({
    kind: 'none',
    complaint: expect.stringContaining('/gone'),
  })
  expect(nextOn(all)).toEqual({ kind: 'use', path: '/cache/chrome' })
  expect(nextOn(having('/usr/bin/google-chrome', '/usr/bin/chromium'))).toEqual({
    kind: 'use',
    path: '/usr/bin/chromium',
  })
})

test('[OPS-204] where there is no Chromium it is downloaded, else installed by root or sudo with apt-get, else a line says how', () => {
  expect(commandsOn({})).toEqual(['npx playwright install chromium'])
  const tried = new Set(['download'] as const)
  const install = 'apt-get install -y -qq --no-install-recommends chromium-headless-shell'
  expect(commandsOn({ tried })).toEqual(['apt-get update -qq', install])
  expect(commandsOn({ tried, asRoot: ['sudo', '-n'] })).toEqual([
    'sudo -n apt-get update -qq',
    `sudo -n ${install}`,
  ])
  expect(nextOn({ tried, ...having('/usr/bin/chromium') })).toMatchObject({ kind: 'use' })
  expect(nextOn({ tried: new Set(['download', 'package'] as const) })).toMatchObject({
    kind: 'none',
    complaint: expect.stringContaining('apt-get install chromium'),
  })
  for (const machine of [{ hasAptGet: false }, { asRoot: undefined }])
    expect(commandsOn({ ...machine, tried })).toEqual(['none'])
})
