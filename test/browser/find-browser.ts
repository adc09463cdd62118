/** Finds a Chromium for the browser tests on this machine, and gets one where there is none. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'
import { chooseBrowser, type Machine } from './browser-choice.ts'

/** How long a download or a package may take, in milliseconds. */
const patience = 10 * 60_000

const succeeds = (program: string, ...args: string[]): boolean =>
  spawnSync(program, args, { stdio: 'ignore' }).status === 0

/** A Chromium that lacks a library of the system is there, and yet of no use. */
const runs = (path: string): boolean => existsSync(path) && succeeds(path, '--version')

/** What goes before a command that needs root: nothing for root itself, sudo where it asks no password. */
function asRoot(): readonly string[] | undefined {
  if (process.getuid?.() === 0) return []
  return succeeds('sudo', '-n', 'true') ? ['sudo', '-n'] : undefined
}

/** The path of a Chromium that runs. Throws one line of advice when there is none and none can be got. */
export function findBrowser(): string {
  const tried = new Set<'download' | 'package'>()
  const machine: Machine = {
    named: process.env['CHROMIUM_PATH'],
    ownPath: chromium.executablePath(),
    runs,
    get hasAptGet() {
      return succeeds('apt-get', '--version')
    },
    get asRoot() {
      return asRoot()
    },
    tried,
  }
  for (;;) {
    const choice = chooseBrowser(machine)
    if (choice.kind === 'use') return choice.path
    if (choice.kind === 'none') throw new Error(choice.complaint)
    tried.add(choice.how)
    process.stderr.write(`${choice.says}\n`)
    try {
      for (const [program, ...args] of choice.commands)
        execFileSync(program, args, {
          // Why nothing could be downloaded is told at length: the next line says what is done instead.
          stdio: ['ignore', 'ignore', choice.how === 'download' ? 'ignore' : 'inherit'],
          timeout: patience,
          env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
        })
    } catch {
      // Whether it helped is seen when the choice is made again.
    }
  }
}
