/** Kinds of document drafted by the gateway itself; the others of ¶17 are drafted by a person. */
export type DraftKind = 'INFORMATION' | 'ABSENCE_NOTICE' | 'REFUSAL'

/** A draft that waits for the Head's signature; its bytes are a stored document of the case. */
export interface ReplyDraft {
  readonly kind: DraftKind
  readonly documentId: string
}
