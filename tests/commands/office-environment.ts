/** Settings of an office, for commands that need nothing of them but the store. */
export function officeEnvironment(databaseUrl: string): Readonly<Record<string, string>> {
  const keys = ['SMEV', 'OFFICE', 'AUTOMATIC_SIGNING', 'DECRYPTION']
  return {
    DATABASE_URL: databaseUrl,
    ZAGS_OFFICE_CODE: '39000001',
    ZAGS_OFFICE_NAME: 'Отдел ЗАГС',
    ZAGS_OFFICE_LEVEL: 'DEPARTMENT',
    ZAGS_OFFICE_TIME_ZONE: 'Europe/Kaliningrad',
    ZAGS_OFFICE_MNEMONIC: 'ZAGS39',
    ZAGS_HEAD_NAME: 'Иванова',
    ZAGS_HEAD_POSITION: 'Начальник',
    ...Object.fromEntries(keys.flatMap((key) => ['KEY', 'CERT'].map((part) => [`ZAGS_${part}_${key}`, 'none']))),
    ZAGS_TRUST_BUNDLE: 'none',
    ZAGS_TRUST_SIGNER_CERT: 'none',
    ZAGS_HEAD_CERT: 'none',
    ZAGS_TOKENS: 'none',
  }
}
