/** English names of the fields of tasks and provisions, for documents that leave the room. */
import type { ProvisionField, TaskField } from '../domain/content.ts'

export const fieldNames: Record<TaskField | ProvisionField, string> = {
  what: 'Task',
  responsibleBody: 'Responsible body',
  implementation: 'Implementation',
  timeline: 'Timeline',
  indicator: 'Indicator',
  baseline: 'Baseline',
  target: 'Target',
  meansOfVerification: 'Means of verification',
  frequency: 'Frequency',
}
