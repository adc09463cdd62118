/** Finds a Chromium for the browser tests: CHROMIUM_PATH, Playwright's own, an installed one, else it asks Playwright to install it. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

const advice =
  'No Chromium found. Install one (Debian: apt-get install chromium; elsewhere: npx playwright install chromium) or set CHROMIUM_PATH.'

/** The path of a Chromium that exists. Throws one line of advice when there is none and none can be installed. */
export function findBrowser(): string {
  const named = process.env['CHROMIUM_PATH']
  if (named !== undefined) {
    if (existsSync(named)) return named
    throw new Error(`CHROMIUM_PATH names ${named}, which does not exist.`)
  }
  const found = [chromium.executablePath(), ...installed].find((path) => existsSync(path))
  if (found !== undefined) return found
  try {
    execFileSync('npx', ['playwright', 'install', 'chromium'], { stdio: 'inherit' })
  } catch (cause) {
    throw new Error(advice, { cause })
  }
  if (existsSync(chromium.executablePath())) return chromium.executablePath()
  throw new Error(advice)
}
