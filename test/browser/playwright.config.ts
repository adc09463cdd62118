import { defineConfig } from '@playwright/test'
import { findBrowser } from './find-browser.ts'

/** Chromium's own traffic is switched off: the tests speak with this machine only. */
const quiet = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const isRoot = process.getuid?.() === 0

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '../../test-results',
  workers: 1,
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    locale: 'en-GB',
    timezoneId: 'UTC',
    actionTimeout: 30_000,
    launchOptions: {
      executablePath: findBrowser(),
      args: isRoot ? ['--no-sandbox', ...quiet] : quiet,
    },
    trace: 'retain-on-failure',
  },
})
