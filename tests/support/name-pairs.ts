/** Reads the files of tests/domain/name-pairs: inquiry | record | what follows | why. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PersonName } from '../../gateway/domain/act.ts'

export interface NamePair {
  readonly asked: PersonName
  readonly recorded: PersonName
  readonly follows: 'SAME' | 'PLAUSIBLE' | 'A_PERSON' | 'DIFFERENT'
  readonly why: string
}

export function readNamePairs(file: 'same.txt' | 'different.txt'): readonly NamePair[] {
  return readFileSync(join(import.meta.dirname, '../domain/name-pairs', file), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [asked = '', recorded = '', follows = '', why = ''] = line.split(' | ')
      return { asked: nameOf(asked), recorded: nameOf(recorded), follows: follows as NamePair['follows'], why }
    })
}

/** Surname, given name, patronymic. Blanks around a name are kept, but for those after a comma. */
function nameOf(text: string): PersonName {
  const [familyName = '', givenName = '', patronymic] = text.split(/, ?/)
  return { familyName, givenName, ...(patronymic === undefined ? {} : { patronymic }) }
}

export function titleOf({ asked, recorded, why }: NamePair): string {
  return [asked, recorded].map((name) => Object.values(name).join(' ')).join(' / ') + `: ${why}`
}
