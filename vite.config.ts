import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { propertyRuns } from './test/support/property-runs.ts'
import { OneWorldAfterTheOther } from './test/support/sequence.ts'

/** What servers in a test's process start beside them. */
const builtServer = new URL('test/support/built-server.ts', import.meta.url).pathname
/** Where `npm run dev` finds the server: the same variable that the server reads. */
const server = `http://localhost:${process.env['PORT'] ?? '3000'}`

/**
 * Fonts come beside the program, and those that come later than the words are used from the next visit on: words that are read
 * already do not change their lines.
 */
const steadyFonts: Plugin = {
  name: 'steady-fonts',
  enforce: 'pre',
  transform: {
    filter: { id: /@fontsource-variable.*\.css/ },
    handler: (code) => code.replaceAll('font-display: swap', 'font-display: optional'),
  },
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle = {} }) =>
      Object.keys(bundle)
        .filter((file) => /noto-(sans|serif)-latin-wght-normal/.test(file))
        .map((file) => ({
          tag: 'link',
          injectTo: 'head',
          attrs: {
            rel: 'preload',
            as: 'font',
            type: 'font/woff2',
            crossorigin: true,
            fetchpriority: 'low',
            href: `/${file}`,
          },
        })),
  },
}

export default defineConfig({
  root: 'client',
  plugins: [react(), steadyFonts],
  server: {
    port: 5173,
    strictPort: true,
    proxy: {
      '/api': server,
      '/healthz': server,
      '/readyz': server,
      '/sync': { target: server, ws: true },
    },
  },
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: false,
    chunkSizeWarningLimit: 700,
  },
  test: {
    root: '.',
    alias: [{ find: /^\.{1,2}\/programs\.ts$/, replacement: builtServer }],
    globalSetup: 'test/support/property-runs.ts',
    setupFiles: 'test/support/each-file.ts',
    // Long enough for a machine that does something else beside, and for as many tries as were asked for.
    testTimeout: 4_000 * Math.max(50, propertyRuns()),
    hookTimeout: 180_000,
    sequence: { sequencer: OneWorldAfterTheOther },
    pool: 'forks',
    // Tests of the server wait for processes and disks half of their time.
    maxWorkers: 3,
    include: ['test/**/*.test.{ts,tsx}'],
    // A worker loads each module once for all of its files: loading costs more than most tests do.
    isolate: false,
  },
})
