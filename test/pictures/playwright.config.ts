import { defineConfig } from '@playwright/test'
import base from '../browser/playwright.config.ts'

/** Takes the pictures in `docs/pictures`: no test, and no part of the tests. */
export default defineConfig({
  ...base,
  testDir: '.',
  testMatch: ['negotiation.ts', 'notices.ts'],
  timeout: 300_000,
})
