/** A file of acts in any of the formats; XML tells by its root which one it is. */
import { GatewayError } from '../../../gateway/domain/faults.ts'
import type { ParseXml } from '../../../gateway/ports/xml.ts'
import type { Blocks } from './blocks.ts'
import type { ActRules } from './check-act.ts'
import { actTable } from './csv-acts.ts'
import { openTable } from './csv-table.ts'
import { FEDERAL_DEATHS, federalDeathReader } from './federal-deaths.ts'
import type { ReadBatches, TakeAct } from './source.ts'
import { ACTS, actReader } from './xml-acts.ts'
import { readXmlHead } from './xml-head.ts'
import { openRecords } from './xml-records.ts'

export const ACT_FORMATS = ['csv', 'xml', 'federal'] as const
export type ActFormat = (typeof ACT_FORMATS)[number]

interface ActReading {
  readonly format: ActFormat
  readonly rules: ActRules
  readonly parseXml: ParseXml
}

/** Throws IMPORT_REFUSED when the beginning of the file is not of its format. */
export type OpenActs = <T>(take: TakeAct<T>) => Promise<ReadBatches<T>>

export function actsOf(blocks: Blocks, { format, rules, parseXml }: ActReading): OpenActs {
  return async (take) => {
    if (format === 'csv') return openTable(blocks, actTable(rules, take))
    const head = await readXmlHead(blocks.file, parseXml)
    const [roots, reader] = format === 'xml' ? [[ACTS], actReader(rules)] : [FEDERAL_DEATHS, federalDeathReader(rules)]
    if (!roots.some(({ namespace, name }) => namespace === head.namespace && name === head.name))
      throw new GatewayError('IMPORT_REFUSED', `the root is none of ${roots.map(({ name }) => name).join(', ')}`)
    return openRecords({ blocks, head, parseXml }, { read: reader, take })
  }
}
