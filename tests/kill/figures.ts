/** The figures of a run and the verdict on it, as they are printed. */
import type { Campaign } from './campaign.ts'
import { listAccepted, listAnsweredTwice, listUnanswered, type FinalKind } from './ledger.ts'
import { EXPECTED_KINDS } from './load.ts'
import type { Scene } from './scene.ts'

export interface Figures {
  readonly backend: Scene['backend']
  readonly kills: number
  readonly accepted: number
  readonly answered: number
  readonly lost: number
  readonly answeredTwice: number
  /** Inquiries that went out again, and messages that came again, byte for byte. */
  readonly sentAgain: number
  readonly deliveredAgain: number
  readonly journals: string
  /** Empty when every accepted inquiry was finished exactly once. */
  readonly problems: readonly string[]
}

export function figuresOf(backend: Scene['backend'], { ledger, kills, store, log }: Campaign): Figures {
  const accepted = listAccepted(ledger)
  const lost = listUnanswered(ledger)
  const twice = Math.max(store.answeredTwice, listAnsweredTwice(ledger).length)
  const isGapless = store.journals.every(({ problems }) => problems.length === 0)
  const counts = store.journals.map(({ name, count }) => `${name}: ${count}`).join(', ')
  const wrong = accepted.filter(({ outcome, expected }) => outcome.final && outcome.final.kind !== expected)
  return {
    backend,
    kills,
    accepted: accepted.length,
    answered: accepted.length - lost.length,
    lost: lost.length,
    answeredTwice: twice,
    sentAgain: ledger.sendings - ledger.sent.size,
    deliveredAgain: [...ledger.received.values()].reduce((sum, { deliveries }) => sum + deliveries - 1, 0),
    journals: `${isGapless ? 'yes' : 'NO'} (${counts})`,
    problems: [
      ...(lost.length > 0 ? [`${lost.length} accepted inquiries are lost`] : []),
      ...(twice > 0 ? [`${twice} inquiries are answered twice`] : []),
      ...wrong.map(({ expected, outcome }) => `${expected} was due, ${outcome.final?.kind} came`),
      ...listUnseen(accepted.map(({ expected }) => expected)),
      ...ledger.complaints,
      ...store.problems,
      ...log.filter(tellsOfBug).map((line) => `a gateway logged: ${line.slice(0, 400)}`),
    ],
  }
}

/** Faults may pass and alarms are for operators; any other exception is a bug, killed process or not. */
function tellsOfBug(line: string): boolean {
  if (!line.startsWith('{')) return true
  const { failure } = JSON.parse(line) as { failure?: { name?: string } }
  return failure !== undefined && failure.name !== 'GatewayError'
}

/** A run that never took one of the ways through the flow has shown nothing about it. */
function listUnseen(seen: readonly FinalKind[]): readonly string[] {
  return EXPECTED_KINDS.filter((kind) => !seen.includes(kind)).map((kind) => `no inquiry was due for ${kind}`)
}

const COLUMNS: readonly (readonly [title: string, cell: (of: Figures) => string | number])[] = [
  ['backend', ({ backend }) => backend],
  ['kills', ({ kills }) => kills],
  ['accepted', ({ accepted }) => accepted],
  ['answered', ({ answered }) => answered],
  ['lost', ({ lost }) => lost],
  ['answered twice', ({ answeredTwice }) => answeredTwice],
  ['sent again', ({ sentAgain }) => sentAgain],
  ['delivered again', ({ deliveredAgain }) => deliveredAgain],
  ['numbers gapless', ({ journals }) => journals],
]

export function formatFigures(all: readonly Figures[]): string {
  const rows = [COLUMNS.map(([title]) => title), ...all.map((of) => COLUMNS.map(([, cell]) => String(cell(of))))]
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
