/** A process that reads every page of a store and tries a write without keeping it; a page that is missing ends it. */
import { ABORT } from 'lmdb'
import { openTables } from './lmdb-tables.ts'

const { root, events, texts, commands, snapshots, meta } = openTables(process.argv[2] ?? '')
for (const table of [events, texts, commands, snapshots, meta])
  for (const { value } of table.getRange()) if (value === undefined) process.exit(1)
root.transactionSync(() => {
  meta.putSync('tried', 'tried')
  return ABORT
})
await root.close()
