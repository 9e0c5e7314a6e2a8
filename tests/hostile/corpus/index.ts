/** The whole corpus by group; the group is the folder of the stored files. */
import type { Defects } from '../defect.ts'
import { algorithms } from './algorithms.ts'
import { doctypes } from './doctype.ts'
import { encodings } from './encodings.ts'
import { encrypted } from './encrypted.ts'
import { identifiers } from './identifiers.ts'
import { instance } from './instance.ts'
import { keyInfo } from './key-info.ts'
import { markup } from './markup.ts'
import { namespaces } from './namespaces.ts'
import { officials } from './official.ts'
import { packages } from './packages.ts'
import { references } from './references.ts'
import { sizes } from './sizes.ts'
import { soap } from './soap.ts'
import { structure } from './structure.ts'
import { truncation } from './truncation.ts'
import { values } from './values.ts'
import { wrapping } from './wrapping.ts'

export const CORPUS = {
  wrapping,
  structure,
  references,
  algorithms,
  'key-info': keyInfo,
  values,
  identifiers,
  namespaces,
  markup,
  doctype: doctypes,
  encodings,
  truncation,
  soap,
  instance,
  official: officials,
  encrypted,
  packages,
  sizes,
} as const satisfies Readonly<Record<string, Defects>>
