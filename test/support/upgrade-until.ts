/** Upgrades a data folder in a process of its own, which ends like a crash at the first line that says a given thing. */
import { upgradeFolder } from '#server/administration/upgrade'

const [folder = '', until = ''] = process.argv.slice(2)
const tell = (line: string) => {
  console.log(line)
  if (line.includes(until)) process.kill(process.pid, 'SIGKILL')
}
await upgradeFolder(folder, { isWanted: true, tell, every: 0 }, new Date())
