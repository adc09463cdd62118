/** Whether a file of tests replaces modules, or loads them anew: `*.mocked.test.ts`. All others share what a worker has loaded. */
export const replacesModules = (path: string): boolean => path.includes('.mocked.test.')
