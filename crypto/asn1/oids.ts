/** Named object identifiers: RFC 9215 and TC26 (GOST), RFC 5280 (X.509), RFC 5652 and 5035 (CMS), order of FSB No. 795 (subject). */
export const OID = {
  gost2012Key256: '1.2.643.7.1.1.1.1',
  streebog256: '1.2.643.7.1.1.2.2',
  gost2012Signature256: '1.2.643.7.1.1.3.2',
  gost28147: '1.2.643.2.2.21',
  gost28147ParamSetZ: '1.2.643.7.1.2.5.1.1',

  curveTc26A: '1.2.643.7.1.2.1.1.1',
  curveTc26B: '1.2.643.7.1.2.1.1.2',
  curveTc26C: '1.2.643.7.1.2.1.1.3',
  curveTc26D: '1.2.643.7.1.2.1.1.4',
  curveCryptoProA: '1.2.643.2.2.35.1',

  sha256: '2.16.840.1.101.3.4.2.1',

  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  envelopedData: '1.2.840.113549.1.7.3',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',

  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  certificatePolicies: '2.5.29.32',
  authorityKeyIdentifier: '2.5.29.35',

  commonName: '2.5.4.3',
  country: '2.5.4.6',
  locality: '2.5.4.7',
  state: '2.5.4.8',
  organization: '2.5.4.10',
  organizationalUnit: '2.5.4.11',
  title: '2.5.4.12',
  ogrn: '1.2.643.100.1',
  snils: '1.2.643.100.3',
  innOfOrganization: '1.2.643.100.4',
  inn: '1.2.643.3.131.1.1',
} as const

/** Short names for printing a distinguished name; any other type is printed as its dotted OID. */
export const ATTRIBUTE_NAMES: Readonly<Record<string, string>> = {
  [OID.commonName]: 'CN',
  '2.5.4.4': 'SN',
  [OID.country]: 'C',
  [OID.locality]: 'L',
  [OID.state]: 'ST',
  '2.5.4.9': 'STREET',
  [OID.organization]: 'O',
  [OID.organizationalUnit]: 'OU',
  [OID.title]: 'T',
  '2.5.4.42': 'G',
  '1.2.840.113549.1.9.1': 'E',
  [OID.ogrn]: 'OGRN',
  [OID.snils]: 'SNILS',
  [OID.innOfOrganization]: 'INNLE',
  [OID.inn]: 'INN',
  '1.2.643.100.5': 'OGRNIP',
}
