import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { propertyRuns } from './test/support/property-runs.ts'

/** Where `npm run dev` finds the server: the same variable that the server reads. */
const server = `http://localhost:${process.env['PORT'] ?? '3000'}`

export default defineConfig({
  root: 'client',
  plugins: [react()],
  resolve: { conditions: ['adref-source', 'module', 'browser', 'development|production'] },
  ssr: { resolve: { conditions: ['adref-source', 'node', 'module'] } },
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
    globalSetup: 'test/support/property-runs.ts',
    setupFiles: 'test/support/each-file.ts',
    // Long enough for a machine that does something else beside, and for as many tries as were asked for.
    testTimeout: 4_000 * Math.max(50, propertyRuns()),
    hookTimeout: 180_000,
    pool: 'forks',
    // Tests of the server wait for processes and disks half of their time.
    maxWorkers: 3,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/**/*.mocked.test.{ts,tsx}'],
          // A worker loads each module once for all of its files: loading costs more than most tests do.
          isolate: false,
        },
      },
      {
        extends: true,
        test: { name: 'mocked', include: ['test/**/*.mocked.test.{ts,tsx}'] },
      },
    ],
  },
})
