/** What found records mean for the inquiry (¶57; domain sections 10, 15, 16); how each differs is told by `scoring.ts`. */
import type { Subject } from './inquiry.ts'
import { compareRecord, type Comparison } from './scoring.ts'
import {
  MAX_CANDIDATES,
  type ActRecord,
  type Candidate,
  type SearchMark,
  type SearchMethod,
  type SearchReport,
} from './search.ts'

export type Judgement = Pick<SearchReport, 'mark' | 'record' | 'discrepancies' | 'identified' | 'candidates' | 'isCut'>

/**
 * What the found records mean. FOUND only when one of them has no difference; whatever else is plausible is for a person.
 * A cut list in which somebody only comes near holds all whose names and birth date agree; in another one may be missing.
 */
export function judgeRecords(subject: Subject, records: readonly ActRecord[], isCut = false): Judgement {
  const plausible = joinCopies(records.map((record) => compareRecord(subject, record)))
    .filter(({ isPlausible, differences }) => isPlausible || differences.length === 0)
    .toSorted((a, b) => a.weight - b.weight)
  const exact = plausible.filter(isExact)
  const mayLackExact = isCut && plausible.every(isSamePerson)
  const chosen = exact.length > 0 ? plausible.filter(isBorneInAll) : plausible
  const [only, ...others] = chosen
  const judged = {
    discrepancies: [],
    identified: isIdentifying(subject),
    candidates: chosen.slice(0, MAX_CANDIDATES).map(candidateOf),
    isCut: isCut || chosen.length > MAX_CANDIDATES,
  }
  // C1-C3: a restricted record is never processed automatically.
  if (chosen.some(isRestricted)) return { ...judged, mark: 'RESTRICTED' }
  if (!only) return { ...judged, mark: isCut ? 'AMBIGUOUS' : 'NOT_FOUND' }
  if (others.length > 0 || mayLackExact || (isCut && exact.length === 0)) return { ...judged, mark: 'AMBIGUOUS' }
  const discrepancies = [...new Set(only.differences.map(({ field }) => field))]
  return { ...judged, mark: markOf(only), record: currentOf(only.record), discrepancies }
}

/** C3: what former versions say is told as a reason, and stands in nothing that a document is made of. */
function currentOf(record: ActRecord): ActRecord {
  return { ...record, persons: record.persons.map(({ formerNames: _former, ...person }) => person) }
}

/** A record without differences ends the search; short of that, whatever the widest method found. */
export function isSettled({ mark, candidates }: Judgement, method: SearchMethod): boolean {
  return method === 'FULL_SCAN'
    ? mark !== 'NOT_FOUND'
    : candidates.some(({ differences }) => differences.every((code) => code.endsWith(' FORMER_NAME')))
}

/**
 * Both copies of a record are one record (B4): the one that agrees better, with the restrictions of either. A copy that was
 * changed goes before one that still has the name it had before: that name is no longer the person's (C3).
 */
function joinCopies(compared: readonly Comparison[]): readonly Comparison[] {
  const records = Map.groupBy(compared, ({ record }) =>
    [record.office, record.kind, record.recordNumber, record.recordedOn.value.slice(0, 4)].join(' '),
  )
  return [...records.values()].flatMap((copies) => {
    const [best, other] = copies.toSorted((a, b) => a.weight - b.weight || a.record.copyNo - b.record.copyNo)
    if (!best || !other || best.record.copyNo === other.record.copyNo) return copies
    const restricted = best.record.restricted || other.record.restricted
    const annulled = best.record.annulled || other.record.annulled
    // H2: second copies do not outlive the first, so what is said of either is said of the record.
    const transferred = best.record.transferred || other.record.transferred
    const chosen = isOfFormerVersion(other) && other.isPlausible ? other : best
    return [{ ...chosen, record: { ...chosen.record, restricted, annulled, transferred } }]
  })
}

/** A former name that nobody may learn of is no difference from what was asked (C3). */
function isExact({ differences }: Comparison): boolean {
  return differences.every(({ code }) => code === 'FORMER_NAME')
}

/** Nothing differs but that the name is a former one: beside a record that agrees, this may be the one all the same. */
function isBorneInAll({ differences }: Comparison): boolean {
  return differences.every(({ code }) => code === 'FORMER_NAME' || code === 'FORMER_VERSION')
}

function isOfFormerVersion({ differences }: Comparison): boolean {
  return differences.some(({ code }) => code === 'FORMER_VERSION')
}

/** What differs, if anything, is not said of a person, or only which of his names it is: the office, the number. */
function isSamePerson({ differences }: Comparison): boolean {
  return differences.every(({ field }) => !field.includes('/') || field.endsWith('/Name'))
}

function isRestricted({ record, differences }: Comparison): boolean {
  return record.restricted || differences.some(({ code }) => code === 'FORMER_NAME')
}

function candidateOf({ record, differences }: Comparison): Candidate {
  return {
    id: record.id,
    differences: differences.map(({ field, code }) => `${field} ${code}`),
    reasons: differences.map(({ reason }) => reason),
  }
}

function markOf({ record, differences }: Comparison): SearchMark {
  if (differences.length > 0) return 'FOUND_DISCREPANT'
  if (record.annulled) return 'ANNULLED' // Q8: never issued as valid
  return record.transferred ? 'ARCHIVED' : 'FOUND' // H2
}

/**
 * A full name alone is shared by namesakes: a birth date, a record number or a second name must stand beside it. Of a
 * spouse the surname is one; of a parent it is the child's once more.
 */
export function isIdentifying({ persons, recordNumber }: Subject): boolean {
  const named = persons.filter(
    ({ role, familyName, givenName }) => familyName !== undefined && (role === 'SPOUSE' || givenName !== undefined),
  )
  return recordNumber !== undefined || named.length > 1 || persons.some(({ birthDate }) => birthDate !== undefined)
}
