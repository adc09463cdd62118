/** How `npm run build` makes the server: its sources and nearly all packages as few files, which a process reads in half the time. */
import { join } from 'node:path'
import { defineConfig } from 'vite'

const here = (path: string): string => join(import.meta.dirname, path)

export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  ssr: {
    noExternal: true,
    // What brings a binary finds it in its own folder.
    external: ['lmdb', 'fs-native-extensions'],
  },
  build: {
    ssr: true,
    outDir: '../dist/server',
    emptyOutDir: true,
    target: 'node20',
    // Errors name the sources' files and lines in processes with `--enable-source-maps`.
    sourcemap: true,
    minify: false,
    rolldownOptions: {
      input: {
        main: here('main.ts'),
        'cli/adref': here('cli/adref.ts'),
        'log-worker': here('store/log-worker.ts'),
        'page-walk': here('store/page-walk.ts'),
        'branch-worker': here('sync/branch-worker.ts'),
      },
      // All in one folder: threads and processes are started from files beside the one that starts them.
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
})
