import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.AlgorithmParameterSpec;
import org.apache.xml.security.algorithms.JCEMapper;
import org.apache.xml.security.algorithms.SignatureAlgorithm;
import org.apache.xml.security.algorithms.SignatureAlgorithmSpi;
import org.apache.xml.security.signature.XMLSignatureException;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** GOST R 34.10-2012 with 256 bits under the identifiers of SMEV 3, computed by BouncyCastle for Santuario. */
public final class GostSuite extends SignatureAlgorithmSpi {
  static final String DIGEST_URI = "urn:ietf:params:xml:ns:cpxmlsec:algorithms:gostr34112012-256";
  static final String SIGNATURE_URI =
      "urn:ietf:params:xml:ns:cpxmlsec:algorithms:gostr34102012-gostr34112012-256";

  private static final String PROVIDER = BouncyCastleProvider.PROVIDER_NAME;
  private static final String ALGORITHM = "ECGOST3410-2012-256";

  private final Signature signature;

  public GostSuite() throws NoSuchAlgorithmException, NoSuchProviderException {
    signature = Signature.getInstance(ALGORITHM, PROVIDER);
  }

  /** Once, before anything else is asked of Santuario. */
  static void register() throws Exception {
    // One value is one line of base64, and SignedInfo holds no blanks: the profile of SMEV has neither.
    System.setProperty("org.apache.xml.security.ignoreLineBreaks", "true");
    Security.addProvider(new BouncyCastleProvider());
    org.apache.xml.security.Init.init();
    JCEMapper.register(
        DIGEST_URI, new JCEMapper.Algorithm("", "GOST3411-2012-256", "MessageDigest", 0, 0, PROVIDER));
    SignatureAlgorithm.register(SIGNATURE_URI, GostSuite.class);
    SmevTransform.register();
  }

  @Override
  protected String engineGetURI() {
    return SIGNATURE_URI;
  }

  @Override
  protected String engineGetJCEAlgorithmString() {
    return ALGORITHM;
  }

  @Override
  protected String engineGetJCEProviderName() {
    return PROVIDER;
  }

  @Override
  protected void engineInitSign(Key key) throws XMLSignatureException {
    try {
      signature.initSign((PrivateKey) key);
    } catch (InvalidKeyException e) {
      throw new XMLSignatureException(e);
    }
  }

  @Override
  protected void engineInitSign(Key key, SecureRandom random) throws XMLSignatureException {
    engineInitSign(key);
  }

  @Override
  protected void engineInitSign(Key key, AlgorithmParameterSpec parameters) throws XMLSignatureException {
    engineInitSign(key);
  }

  @Override
  protected void engineInitVerify(Key key) throws XMLSignatureException {
    try {
      signature.initVerify((PublicKey) key);
    } catch (InvalidKeyException e) {
      throw new XMLSignatureException(e);
    }
  }

  @Override
  protected void engineUpdate(byte[] input) throws XMLSignatureException {
    engineUpdate(input, 0, input.length);
  }

  @Override
  protected void engineUpdate(byte input) throws XMLSignatureException {
    engineUpdate(new byte[] {input}, 0, 1);
  }

  @Override
  protected void engineUpdate(byte[] input, int offset, int length) throws XMLSignatureException {
    try {
      signature.update(input, offset, length);
    } catch (SignatureException e) {
      throw new XMLSignatureException(e);
    }
  }

  @Override
  protected byte[] engineSign() throws XMLSignatureException {
    try {
      return signature.sign();
    } catch (SignatureException e) {
      throw new XMLSignatureException(e);
    }
  }

  @Override
  protected boolean engineVerify(byte[] value) throws XMLSignatureException {
    try {
      return signature.verify(value);
    } catch (SignatureException e) {
      throw new XMLSignatureException(e);
    }
  }

  @Override
  protected void engineSetParameter(AlgorithmParameterSpec parameters) throws XMLSignatureException {
    try {
      signature.setParameter(parameters);
    } catch (InvalidAlgorithmParameterException e) {
      throw new XMLSignatureException(e);
    }
  }

  @Override
  protected void engineSetHMACOutputLength(int length) throws XMLSignatureException {
    throw new XMLSignatureException("empty", new Object[] {"HMAC length of a signature"});
  }
}
