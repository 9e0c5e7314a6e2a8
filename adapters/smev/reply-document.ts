/** The document `urn://zags-gateway/reply-document/1.0`: what is signed for the Head and sealed to the addressee. */
import type { Office } from '../../gateway/domain/office.ts'
import type { ReplyContent } from '../../gateway/domain/reply.ts'
import type {
  ActRecord,
  ArchiveHolding,
  CoverageFinding,
  RecordPerson,
  SearchPass,
} from '../../gateway/domain/search.ts'
import type { Documents } from '../../gateway/ports/documents.ts'
import type { ParseXml, XmlElement } from '../../gateway/ports/xml.ts'
import { readFields, writeFields } from './content-shape.ts'
import type { FieldsOf } from './content-shape.ts'
import { element, namesOf, serialize, toBytes } from './xml-writer.ts'

/** What is disclosed: of a record what an INFORMATION holds, of a search what an absence notice names, nothing more. */
export interface ReplyDocument extends Omit<ReplyContent, 'sample' | 'record' | 'absence'> {
  readonly sample?: 'ОБРАЗЕЦ'
  readonly record?: Omit<ActRecord, KeptBack | 'persons'> & { readonly persons: readonly DisclosedPerson[] }
  readonly absence?: {
    readonly passes: readonly SearchPass[]
    readonly coverage: Omit<CoverageFinding, 'full' | 'gaps'>
  }
}

/** How the record is kept; the text tells what of it matters to the addressee. */
type KeptBack = 'id' | 'restricted' | 'annulled' | 'restored' | 'restoredBy' | 'transferred' | 'copyDiffers'

/** C3: of other names and former ones nothing. */
type DisclosedPerson = Omit<RecordPerson, 'otherNames' | 'formerNames'>

const replyName = namesOf<string>('d', 'urn://zags-gateway/reply-document/1.0')
const ROOT = replyName('ReplyDocument')

const PARTIAL_DATE: FieldsOf<ActRecord['recordedOn']> = { fields: { value: 'text', precision: 'text' } }

const PERSON: FieldsOf<DisclosedPerson> = {
  fields: { role: 'text', familyName: 'text', givenName: 'text', patronymic: 'text', birthDate: PARTIAL_DATE },
}

const RECORD: FieldsOf<NonNullable<ReplyDocument['record']>> = {
  fields: {
    kind: 'text',
    office: 'text',
    officeName: 'text',
    recordNumber: 'text',
    recordedOn: PARTIAL_DATE,
    eventOn: PARTIAL_DATE,
    copyNo: 'integer',
    persons: { each: PERSON, in: 'Person' },
  },
}

const PASS: FieldsOf<SearchPass> = {
  fields: {
    aid: 'text',
    method: 'text',
    window: { fields: { from: 'code', to: 'code' } },
    widened: 'boolean',
    found: 'integer',
    at: 'code',
  },
}

const HOLDING: FieldsOf<ArchiveHolding> = {
  fields: {
    archive: 'text',
    fond: 'text',
    inventory: 'text',
    officeName: 'text',
    fromYear: 'integer',
    toYear: 'integer',
  },
}

const ABSENCE: FieldsOf<NonNullable<ReplyDocument['absence']>> = {
  fields: {
    passes: { each: PASS, in: 'Pass' },
    coverage: {
      fields: {
        fromYear: 'integer',
        toYear: 'integer',
        offices: { each: { fields: { code: 'text', name: 'text' } }, in: 'Office' },
        transferred: { fields: { entirely: 'boolean', holdings: { each: HOLDING, in: 'Holding' } } },
      },
    },
  },
}

const OFFICE: FieldsOf<Pick<Office, 'code' | 'name' | 'head'>> = {
  fields: { code: 'text', name: 'text', head: { fields: { name: 'text', position: 'text' } } },
}

const REPLY_DOCUMENT: FieldsOf<ReplyDocument> = {
  fields: {
    kind: 'text',
    sample: 'text',
    number: 'text',
    registeredOn: 'code',
    composedOn: 'code',
    office: OFFICE,
    addressee: { fields: { id: 'text', name: 'text' } },
    outgoingNumber: 'text',
    outgoingDate: 'code',
    inquiryDigest: 'text',
    text: { each: 'text' },
    record: RECORD,
    absence: ABSENCE,
    refusal: { fields: { rule: 'text', paragraph: 'text', reason: 'text' } },
  },
}

/** The part that each kind of document has, and the others have not. */
const PART_OF = { INFORMATION: 'record', ABSENCE_NOTICE: 'absence', REFUSAL: 'refusal' } as const

/** Writes the document and checks it by `reply-document-1.0`; one that is not valid is a bug, a plain Error. */
export function createReplyWriter({ parseXml }: { readonly parseXml: ParseXml }): Documents['writeReply'] {
  return (content) => {
    const { sample, ...stated } = content
    if (!content[PART_OF[content.kind]]) throw new Error(`${content.kind} without its ${PART_OF[content.kind]}`)
    const document: ReplyDocument = { ...stated, ...(sample ? { sample: 'ОБРАЗЕЦ' as const } : {}) }
    const bytes = toBytes(serialize(element(ROOT, writeFields(REPLY_DOCUMENT, document, replyName))))
    using parsed = parseXml(bytes)
    const errors = parsed.validate(parsed.root, 'reply-document-1.0')
    if (errors.length > 0) throw new Error(`invalid reply document: ${errors.map(({ message }) => message).join('; ')}`)
    return bytes
  }
}

/** Reads the root of a document that is valid by `reply-document-1.0`. */
export function readReply(root: XmlElement): ReplyDocument {
  return readFields(REPLY_DOCUMENT, root)
}
