import { defineConfig } from '@playwright/test'
import { findBrowser } from './find-browser.ts'

/**
 * Chromium's own traffic is switched off: the tests speak with this machine only. So is a graphics card that is only imitated:
 * distributions switch it on, and it costs a quarter of all. All tabs of one person's browser share a process, which knows the
 * room's code from the tab before; and pages that live for seconds are not made faster at their own expense.
 */
const quiet = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--process-per-site',
  '--js-flags=--no-maglev --no-turbofan --single-threaded-gc',
]
/** Workers read this file again, and need not look for a browser again. */
if (process.env['TEST_WORKER_INDEX'] === undefined) process.env['CHROMIUM_PATH'] = findBrowser()
const isRoot = process.getuid?.() === 0

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '../../test-results',
  // Each test has a group of its own, so that the two workers, each with a server, share them out one by one.
  workers: 2,
  fullyParallel: true,
  forbidOnly: process.env['CI'] !== undefined,
  // Long enough for a machine that does something else beside: nothing waits for longer than its state takes.
  timeout: 240_000,
  expect: { timeout: 45_000 },
  reporter: [['list']],
  use: {
    locale: 'en-GB',
    timezoneId: 'UTC',
    actionTimeout: 60_000,
    launchOptions: {
      executablePath: process.env['CHROMIUM_PATH'] ?? '',
      args: isRoot ? ['--no-sandbox', ...quiet] : quiet,
    },
    // A trace costs as much as the tests themselves: `npm run test:browser -- --trace on NAME` records one.
    screenshot: 'only-on-failure',
  },
})
