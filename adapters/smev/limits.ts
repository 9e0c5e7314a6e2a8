/** Sizes of the exchange (guidance of SMEV 3, sections 3.2.2 and 3.8; design section 5). */

/** «Structured content above the technological limit of SMEV» travels as an attachment. */
export const MAX_ENVELOPE_BYTES = 5 * 1024 * 1024

/** Attachments of one message in sum, decoded. */
export const MAX_ATTACHMENT_BYTES = 5 * 1024 * 1024
