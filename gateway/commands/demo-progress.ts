/** How far an inquiry has come, for the table of the demo. */
import type { AgencyProgress } from '../../adapters/agency/parts.ts'

export interface Stage {
  readonly stage: string
  /** Told where every change is a line of its own. */
  readonly isMilestone: boolean
}

const STAGES: { readonly [S in Exclude<AgencyProgress['step'], 'STATUS' | 'FAULT' | 'LOST'>]: Stage } = {
  SENT: { stage: 'sent', isMilestone: false },
  RECEIPT: { stage: "receipt, SMEV's signature verified", isMilestone: true },
  SIGNATURES_VERIFIED: { stage: 'message came, both signatures verified', isMilestone: false },
  DECRYPTED: { stage: 'document decrypted', isMilestone: false },
  HEAD_VERIFIED: { stage: "document: Head's signature verified", isMilestone: false },
  DOCUMENT_MATCHES: { stage: 'document decrypted, verified, names this inquiry', isMilestone: true },
  ACKNOWLEDGED: { stage: 'acknowledged', isMilestone: false },
}

export function describeProgress(progress: AgencyProgress): Stage {
  if (progress.step === 'STATUS') {
    const { code, number, dueOn } = progress
    const stage = [`status ${code}`, number, dueOn && `due on ${dueOn}`].filter(Boolean).join(', ')
    return { stage, isMilestone: true }
  }
  if (progress.step === 'FAULT') return { stage: progress.fault, isMilestone: true }
  if (progress.step === 'LOST') return { stage: `no answer (${progress.reason}), sending again`, isMilestone: true }
  return STAGES[progress.step]
}
