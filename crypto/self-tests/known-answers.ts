/**
 * Known answers for the self-test, beside those that stand in the tests: signatures that openssl's gost engine made on
 * every parameter set, and an RSA key. The key is an example: it is published here and good for nothing else.
 */
import { createPrivateKey } from 'node:crypto'
import type { KeyObject } from 'node:crypto'

/** Digest that the signatures are over, for keys of 256 and of 512 bits. */
export const SIGNED_DIGEST = {
  32: 'c77b66a9c31f592c9cc5bd8efbe78092eda89db8d4a67a4bfe1e5eec5a5aa306',
  64:
    'f05da9be22931177c211b899408857818f1c74ce3b4eda53415c314ab9028c8181e17f18ad628b99fc795310ec32ea469b32' +
    '140405f163e9cd37645d275f672f',
} as const

/** Made by openssl's gost engine, one per parameter set. `point` is x || y, `signature` s || r. */
export const GOST_SIGNATURES: readonly { curve: string; point: string; signature: string }[] = [
  {
    curve: '1.2.643.2.2.35.1',
    point:
      '40e79099ef43a6a137aa7ec63321fd42cdd227f1c0f5ec74d3270d214426a313fd7c5d978df27b495534119b85ba08a42e94' +
      '693679f6e46d8e9be03473db1233',
    signature:
      'a2ae84d2970f1709b4de30c5a9272d1caa5dfc9a2a87cc3ce2c96d69409f115e35c1959f8462e9c4bb9abf9cdae1c288d5f2' +
      '1bc9dfa197fc4e1db4036b7eea41',
  },
  {
    curve: '1.2.643.2.2.35.2',
    point:
      'd76148a8077a7e80ef12e30b06881dd7618460a8eddbddfa986fa28879d8b5633624c9fce158be7dca430f717462ba13d770' +
      '304ac1a67e94140acd35b401481b',
    signature:
      '1b025c45125ba34dc030fa6e2f4e0b37da8efe227c7bfcfeba5731b49a4f092537bf61d4102507dc582ad24df6344a0a294b' +
      '6237755f598520e5a877ceb86c5c',
  },
  {
    curve: '1.2.643.2.2.35.3',
    point:
      'c564ecab843159411b67f737672e98dca3a3c082fd18e6c376bdbee53164022226358826e76b2e8ab0ff54210fc8e36f75dc' +
      '00bca92d490e53c2af0bb674d338',
    signature:
      '5c2f4df3b59dfe4893052d6bc095d265af9e51b2680c1bc4b47c5cec6fc785f28503299d1a742ed13dbc82299d257fe772e8' +
      'a2a814f01b88965b5cd4ec1b9c64',
  },
  {
    curve: '1.2.643.7.1.2.1.1.1',
    point:
      '48a7eb265579625280cb874aad71cddb31861d78d2f020e7eed50e455580966ffed917a6cd435b781ae1697488a9a58b4cb9' +
      '26b9de7ebe80f652f9b8debb4996',
    signature:
      '13bbcf83c0678c61cc20e22c401f6c214ff1e9d0de842f3576e4ca54b52cf3383b361e983d0fb34a77aba38c5a8d5fc61160' +
      '472f6de40546484b39fb5ea99993',
  },
  {
    curve: '1.2.643.7.1.2.1.2.1',
    point:
      '41792d94fbb14288573401a57cac7bd1b1b81524b7748a0112449f072f53b090fae1968afb4fb93dfc5495e0ecfcae0579e4' +
      '3fa93def7d8e6c53c30bff80c5d2cb0c2a0e2d47887413c8bfc8f9572f1160f0ec07e2682985a795cb5290e4077071633957' +
      'bb8c3d83ac2282cf87e992a67f00e7c702d938784199cb5f48695114',
    signature:
      '6fbe6eb229adce94e4cc5dae54eee6203bf3cc0c963b977e6b4a0c6e19a7685145b50611a09c4672383a54e1f2919131610f' +
      'e9c01d94d261589865501a8778a2be846b9a4e5ab77934e36488049226069550d2432810a8e9d49482800f35d04d917ce9db' +
      '8b6fa6a711863c2bb3cb51208b82b79d6aff8ed9092a45bdc116ea94',
  },
  {
    curve: '1.2.643.7.1.2.1.2.2',
    point:
      'd511c1d17fbc0dd22d7623c6afd8dc67f4510336041a40477cfa09a9c258681e81dc61231b735bb6aaac3c91ff58b162d4fb' +
      '6b5684e9e79a8a5f55907a7a284fa91c1f86cb5529c363129bda68c346a7160d38ed02e1d02c11472402be8edd9071a120b0' +
      '99016739b314c82ac7245f04a466534b013280ad3dcf9cc1543bb965',
    signature:
      '735b724ebe6ab5b99fd4da0fc568c8b595bd52c2a519b52db8b59b9423bf077356fce3203e34130b1a4d623ae041396409de' +
      '7685e55be7c0e263ce8c5427f77a323fd01a1efc656eb8dd65a360ef434e80eb5668b412b973f763af793e44150f4599691b' +
      '4910dd4463ed93183b10928e08e756594c860be707bbe409f7f2102b',
  },
  {
    curve: '1.2.643.7.1.2.1.2.3',
    point:
      '9a62a404cc3ef031dc1f8f557c237b0e0d98b7c68006beae7f25e4dc31eb714329a18b88a9055dff9c8bdee476db200df545' +
      '3c4f0521e67eb2cd4a416940af61ace3fc67f31cb2dc4d1d1a5aedbed61711d5d2f98ee5b5de3674702ca9e6b2ed7a310eea' +
      '3b67dcdcee2ef2907ee72516b4fe0f220485ede9eee98f18d30292b8',
    signature:
      '3aa0a299ad42ae7948f27c7661e83d84238000f2e1023efe4162114e004c500273e7806b879a1a79346f1105a2cdc652ed14' +
      '38cdcf8a481f3ead7f1ab2cefded1657077262019279ad83a6a5db461f574df7510fc7c94a9ff4b10140e2ae6eabeb3a281a' +
      '77b7268e8b16546dabaa086e0c47af280392952391674c786c2e0eab',
  },
]

/** The example key of RSA. */
export function readRsaKey(): KeyObject {
  return createPrivateKey({ key: Buffer.from(RSA.privateKey, 'base64'), format: 'der', type: 'pkcs8' })
}

export const RSA = {
  /** PKCS#8, base64. */
  privateKey:
    'MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQCirbrATQVEvj7M8LjkiZZS1ciUenxrVcn7S+MbIhg0v57cAfd0' +
    'ZLrwZn77SuoQoHgD1qNvWgLrJci1/TYGrtanyRsHtCFpamA8MYbrI1uEGPiXeLhjiI6DiD+ulztoEsKR6Gr3i1Z10uY1OwhJcjG1' +
    '6eoDseH9DYX6CMP3MU+cMzSKzGKfGP1aSqW4wUM/K2r8tG/ybE7VWwyxw80SR+0+qiJtV/pKu1SjhM0AA5EeuFvaLW8HiVFgSATJ' +
    'XxL8c1h/DJCwt0nQYOcfD37kI+P7Gr41Bpwo0UPUpuddruxUC+ecnCXKNA+bZrg7iwgFJ9mjGS2XQr/DQ8vdFuBab/Y1AgMBAAEC' +
    'ggEADZESfX4O3exFvX6n1Ltas37LswJCBQuLBC+QeY9O2HtQisWJNwY9htXtahSVz5wqVhuc1qj5jFXC1taOnmEPWr/NRsexb6Kk' +
    '8vAoccypkaspdCxnqDlXtUV0FiHbnPLPki6BWTKgG8RiWXcaWlGxLpwa3YMEtz9c+HyppyBQJNUIVeyOYGv7eTyXsZccHRg7Qmbg' +
    'r3vkH/jGBhE+mJ32b+iTNrAJMuNediiyrZ2z5g21drwQxUonopDwm4BXVCi1engU1FPijELEfh6HPvM0CyKlO1vJVoye+LUGMrB7' +
    'n4QQmSJHyy3TvNdINJNyHIeVIXpWN0UTJFnFwtPe3i1DQQKBgQDP9GcuBD60fAuRnv6Ojy7yyVIg/DLdMNp9TxdVPZrCmUdyKVeZ' +
    'OR+2WfRjVxbEbRXQLneYDe0cwNazk2T9f1Vw9D/RkYW5/jAkQYczaV+ISCnyYqLk2lOVkGyJXTUeUj3M6234kaLsmKw4qaonhaOC' +
    '+zF4utJU3Gy+7sDFqoCGVQKBgQDIQ3K0XCo4gtAkmlfzF1gkDDhQHajSlTbD2lXgx9b31NtFP8A29r4NXYiZI+I2leCtU9CnrJYk' +
    'teYIVOqoimTcCOll8bPf3M7m79h3cHD8D45woCdOvuI4YVC8xWcr5Xthevg4oNNTFVKhTP6EdcnpJJG/Ux3AGxfe7h6RMDjQYQKB' +
    'gQCwIb1SiF3j2DykNho8/KEzGbjqHzGljr8/60FD/U2bDOAqnUGIkY1+kWogyZ6K+CnFjdXVf9YYyGwQ5QJggv0HEpkLE0pEYjq8' +
    'OpQcw18auqRsm4aEdzbcMtr67WsUJ2wYqD8YjaGE6zrTM0DfAJ2hTsh0DSggoCGrBeVYhjUdkQKBgCk036xG7pUULZnqfEBTxFoe' +
    'fZPWln9GHq+sBFGtLQlvrfKQzI9CtBZx8YJ5RLmwmztu7Jcjxv0kxIFgX6xwVZKE7umAE1/zwkr4fRUOeOEUnl2ERrJISqoJNCCz' +
    'iagZnwqOz/Zu+Sy2TXtNKW2+At7LHIY+pvd5W68OVhHP11DhAoGBAKrblSwRMUOMfpLAkT+TMNX0B+Bfm+tSR3go+759kkee0BlS' +
    'nM7wOtFaP3uIX5eZJSP/SGmxGfiSoOAbqP6Xt3OLGNrrlGyVsIvMgomtaOAfSJ7ISz9s7VitbDb0+WjSiDpK5mA1nOjI8xHS2uXa' +
    'UbgxgPBxJG8WWQ9MOZNB/Z94',
  /** PKCS#1 v1.5 over SHA-256 of `abc`. */
  signature:
    '271eb25f5a665cd0a194b78d3b3103f3a7f712d4f7e4d47c6be8ace5d837e602ca22df39012c6775095dfb7ca4afdd1bda4d' +
    '5e439b29b478108fd5b13bdb57c108cd418120a7af093731253ba9f5d6f89c1e590a0a9fa5eaada3adc8106c40ad716a5cdd' +
    'f5094d361262d07833228c1755cc2a5166dcca8ba783dd94498e43923ca6637e5599bd9e5ae548e979b09589c5ec1c250152' +
    'c50693616447c52c2fdfaf257b7570170be399e3c9b4cc90a4ec522e3c24bb8060f92a14eaf05f807d56c3ba3c6fc578cc7a' +
    'e883d15778026d33bae11182c2c15a918617f36b3cbf55d089c63ebe6d5f1a83babcb569b06e37eac07f1e08fa4d69285bd3' +
    '3c00951fe4f8',
  /** RSAES-OAEP with SHA-256 of `message`. */
  encrypted:
    '72c8f2388a08f3c84fc3b072a41cfb0f5efb0a8711a1800181a9635a24d5dd22335749652e6381d3c7dfa0b81b9673af175d' +
    '6bfafd80264ad04658e9bd2000d7b43e2fe52399f0e45650141df54e26b6a5bd915c492c6cf1d51fb06f3a861428b91768dc' +
    '1a3de2a683d441e2f72b8b6432abbd7f50fc7f96fe78551064a3ae46574a94e137ae1de807967f892c74442c54987f07c2da' +
    'd4de0359c48fa352d11dbdec865db01a4b2da5e3665e72deec964d5b11da299209a4a2e71d46e0982e8342999ea1bf8078de' +
    'ca0db46631062e49855a47c1c6ec109c1b2f6924a47592cc0e5333259a76a6ec21b654fbd13a435023a590ec6eb8b7a42140' +
    '9e8cf6ba3a8a',
  message: '66e94bd4ef8a2c3b884cfa59ca342b2e58e2fccefa7e3061367f1d57a4e7455a',
} as const

/** The key of one side, little-endian, the public key of the other, and what they agree on. */
export const AGREEMENT_256 = {
  curve: '1.2.643.7.1.2.1.1.1',
  scalar: 'e1540efa12f905b096c598036ab410db09bbdc78aaff38d904a4ee4072ee1919',
  point:
    'e2f3bc4a7a75dec53bc0b1610dc4a63daa423b56e7dc98cc1d829ccf90c185e5634eaf058400e5ef500d1ccbf7fc96b96ef39ecf629057353cf3aa5ad96eb450',
  ukm: '8807060504030201',
  secret: '6d6d39a332fdab860c2ee82eb6ded4c032c3e061d5e4ab067e8263b0c8dce0c1',
} as const

/** RFC 7836 appendix B. */
export const AGREEMENT_512 = {
  curve: '1.2.643.7.1.2.1.2.1',
  scalar:
    'c990ecd972fce84ec4db022778f50fcac726f46708384b8d458304962d7147f8c2db41cef22c90b102f2968404f9b9be6d47c79692d81826b32b8daca43cb667',
  point:
    '192fe183b9713a077253c72c8735de2ea42a3dbc66ea317838b65fa32523cd5efca974eda7c863f4954d1147f1f2b25c395fce1c129175e876d132e94ed5a651' +
    '04883b414c9b592ec4dc84826f07d0b6d9006dda176ce48c391e3f97d102e03bb598bf132a228a45f7201aba08fc524a2d77e43a362ab022ad4028f75bde3b79',
  ukm: '1d80603c8544c727',
  secret:
    '79f002a96940ce7bde3259a52e015297adaad84597a0d205b50e3e1719f97bfa7ee1d2661fa9979a5aa235b558a7e6d9f88f982dd63fc35a8ec0dd5e242d3bdf',
} as const

/** RFC 6979 sections A.2.5 and A.2.6. `point` is 04 || x || y, `signature` r || s. */
export const ECDSA = {
  'P-256': {
    scalar: 'c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721',
    point:
      '0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb67903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299',
    signature:
      'efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8',
  },
  'P-384': {
    scalar: '6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d896d5724e4c70a825f872c9ea60d2edf5',
    point:
      '04ec3a4e415b4e19a4568618029f427fa5da9a8bc4ae92e02e06aae5286b300c64def8f0ea9055866064a254515480bc138015d9b72d7d57244ea8ef9ac0c621896708a59367f9dfb9f54ca84b3f1c9db1288b231c3ae0d4fe7344fd2533264720',
    signature:
      '94edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c81a648152e44acf96e36dd1e80fabe4699ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94fa329c145786e679e7b82c71a38628ac8',
  },
} as const
