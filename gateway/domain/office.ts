/** This office: who answers, at which level, in which zone (¶14, 15; domain section 2). */
export interface Office {
  readonly code: string
  readonly name: string
  /** Only the regional authority may give an ABSENCE_NOTICE (¶18, 19). */
  readonly level: 'AUTHORITY' | 'DEPARTMENT'
  /** Zone of the time-zone database, e.g. Europe/Kaliningrad (T1). */
  readonly timeZone: string
  /** Mnemonic of our system in SMEV metadata, at most 50 characters. */
  readonly mnemonic: string
  /** The Head in whose name documents are signed. */
  readonly head: { readonly name: string; readonly position: string }
}
