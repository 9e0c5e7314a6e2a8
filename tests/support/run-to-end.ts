/** The jobs of a case, run until none is left. */
import type { Case } from '../../gateway/domain/case.ts'
import { advance } from '../../gateway/flow/inquiry-flow.ts'
import { sealNotices } from '../../gateway/flow/seal-messages.ts'
import type { Job } from '../../gateway/ports/store.ts'
import type { FakePorts } from './fakes.ts'

/** Runs every job that a job left, each of them twice: delivery is at least once. */
export async function runToEnd(ports: FakePorts, { id, version }: Case): Promise<void> {
  const done: Job[] = []
  const run = (job: Job) =>
    job.name === 'advance' ? advance(job.caseId, job.version, ports) : sealNotices(job.caseId, ports)
  await advance(id, version, ports)
  for (;;) {
    const job = ports.store.tables.jobs[done.length]
    if (!job) return
    done.push(job)
    await run(job)
    await run(job)
  }
}
