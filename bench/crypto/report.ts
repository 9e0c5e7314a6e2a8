import { count, printTable, ratio } from '../table.ts'
import type { Result } from './comparison.ts'
import type { Stage } from './stages.ts'

export function printResults(results: readonly Result[]): void {
  console.log(
    '\nOperations per CPU-second, median of the rounds. The JVM by the CPU time of its working thread, without its',
  )
  console.log('collector and compiler, and of its whole process; ours, and xml-crypto, by that of the whole process.\n')
  const rows = results.map(({ label, ours, java, xmlCrypto }) => [
    label,
    count(ours),
    java ? count(java.thread) : '',
    java ? count(java.process) : '',
    java ? ratio(java.ratioToProcess) : '',
    java ? ratio(java.ratioToThread) : '',
    xmlCrypto ? count(xmlCrypto.speed) : '',
    xmlCrypto ? ratio(xmlCrypto.ratio) : '',
  ])
  printTable(['', 'ours', 'JVM thread', 'JVM process', 'ours : process', 'ours : thread', 'xml-crypto', 'ours :'], rows)
}

export function printStages(size: string, stages: readonly Stage[]): void {
  console.log(`\nA message of ${size} KB from its bytes to the inquiry, CPU time in microseconds\n`)
  printTable(
    ['stage', 'µs'],
    stages.map(({ name, micros }) => [name, micros.toFixed(micros < 100 ? 1 : 0)]),
  )
}

interface Target {
  readonly label: string
  readonly atLeast: number
  /** Of our process to the JVM's, or ours alone per CPU-second. */
  readonly measured: 'ratio' | 'speed'
}

const TARGETS: readonly Target[] = [
  { label: 'SMEV message verify, 4 KB', atLeast: 3, measured: 'ratio' },
  { label: 'verify, both schemas, reading, 4 KB', atLeast: 2500, measured: 'speed' },
  { label: 'SMEV message sign, 4 KB', atLeast: 6, measured: 'ratio' },
  { label: 'SMEV message verify, 64 KB', atLeast: 1, measured: 'ratio' },
  { label: 'SMEV message sign, 64 KB', atLeast: 2.5, measured: 'ratio' },
]

export function printTargets(results: readonly Result[]): void {
  console.log('\nTargets\n')
  const rows = TARGETS.map(({ label, atLeast, measured }) => {
    const result = results.find((candidate) => candidate.label === label)
    if (!result) throw new Error(`no row ${label}`)
    const { java } = result
    const value = measured === 'ratio' ? java?.ratioToProcess : result.ours
    const toThread = measured === 'ratio' && java ? ratio(java.ratioToThread) : ''
    const write = measured === 'ratio' ? ratio : count
    const verdict = value === undefined ? 'not measured' : value >= atLeast ? 'yes' : 'NO'
    return [label, `>= ${write(atLeast)}`, value === undefined ? '' : write(value), verdict, toThread]
  })
  printTable(['', 'target', 'measured', '', 'to the thread alone'], rows)
}
