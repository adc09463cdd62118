// Builds the bare editor's page as the product's client is built, and serves it.
import { join } from 'node:path'
import { build, preview } from 'vite'

const outDir = process.env.PAGE
const settings = {
  configFile: false,
  root: join(import.meta.dirname, '..', 'bare-editor'),
  logLevel: 'error',
  build: { outDir, emptyOutDir: true, target: 'es2022' },
}
await build(settings)
await preview({ ...settings, preview: { port: Number(process.env.PORT), strictPort: true } })
console.log('ready')
