import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.bouncycastle.crypto.digests.GOST3411_2012_256Digest;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.ECGOST3410_2012Signer;
import org.bouncycastle.jce.ECGOST3410NamedCurveTable;
import org.bouncycastle.jce.spec.ECNamedCurveParameterSpec;
import org.bouncycastle.jce.spec.ECPrivateKeySpec;
import org.bouncycastle.jce.spec.ECPublicKeySpec;
import org.bouncycastle.math.ec.ECPoint;

/**
 * The JVM's side of the bench. Reads commands from standard input and answers each with one line:
 *
 *   verify FILE            "true" or "false": is the message signed by the certificate?
 *   sign FILE OUTPUT       signs the message
 *   run TASK FILE MILLIS   "operations threadCpuNanos processCpuNanos" of about so many milliseconds
 *
 * The folder given as the argument holds the files, certificate.der, and the key as bare little-endian numbers:
 * private.bin, public.bin (x || y). BouncyCastle 1.72 reads no SubjectPublicKeyInfo that leaves out the digest.
 */
public final class Peer {
  private interface Task {
    void run() throws Exception;
  }

  private final Path folder;
  private final SignedMessage messages = new SignedMessage();
  private final PrivateKey key;
  private final byte[] certificate;
  private final Map<String, PublicKey> known;
  private final ECGOST3410_2012Signer signer = new ECGOST3410_2012Signer();
  private final ECGOST3410_2012Signer verifier = new ECGOST3410_2012Signer();

  private Peer(Path folder) throws Exception {
    this.folder = folder;
    ECNamedCurveParameterSpec curve = ECGOST3410NamedCurveTable.getParameterSpec("Tc26-Gost-3410-12-256-paramSetA");
    BigInteger secret = littleEndian(read("private.bin"));
    byte[] xy = read("public.bin");
    ECPoint point =
        curve.getCurve().createPoint(littleEndian(Arrays.copyOf(xy, 32)), littleEndian(Arrays.copyOfRange(xy, 32, 64)));
    KeyFactory keys = KeyFactory.getInstance("ECGOST3410-2012", "BC");
    key = keys.generatePrivate(new ECPrivateKeySpec(secret, curve));
    certificate = read("certificate.der");
    PublicKey publicKey = keys.generatePublic(new ECPublicKeySpec(point, curve));
    known = Map.of(Base64.getEncoder().encodeToString(certificate), publicKey);

    ECDomainParameters domain = new ECDomainParameters(curve.getCurve(), curve.getG(), curve.getN(), curve.getH());
    ECPrivateKeyParameters privateKey = new ECPrivateKeyParameters(secret, domain);
    signer.init(true, new ParametersWithRandom(privateKey, new SecureRandom()));
    verifier.init(false, new ECPublicKeyParameters(point, domain));
  }

  public static void main(String[] arguments) throws Exception {
    GostSuite.register();
    Peer peer = new Peer(Path.of(arguments[0]));
    BufferedReader commands = new BufferedReader(new InputStreamReader(System.in));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      System.out.println(peer.answer(line.split(" ")));
    }
  }

  private String answer(String[] words) throws Exception {
    switch (words[0]) {
      case "verify":
        return String.valueOf(messages.verify(read(words[1]), known));
      case "sign":
        Files.write(folder.resolve(words[2]), messages.sign(read(words[1]), key, certificate));
        return "signed";
      case "run":
        return measure(taskOf(words[1], read(words[2])), Long.parseLong(words[3]));
      default:
        throw new IllegalArgumentException(words[0]);
    }
  }

  private Task taskOf(String name, byte[] content) throws Exception {
    switch (name) {
      case "digest":
        return () -> digest(content);
      case "sign":
        byte[] toSign = digest(content);
        return () -> signer.generateSignature(toSign);
      case "verify":
        byte[] signed = digest(content);
        BigInteger[] value = signer.generateSignature(signed);
        return () -> demand(verifier.verifySignature(signed, value[0], value[1]));
      case "message-verify":
        return () -> demand(messages.verify(content, known));
      case "message-sign":
        return () -> messages.sign(content, key, certificate);
      default:
        throw new IllegalArgumentException(name);
    }
  }

  private static void demand(boolean verifies) {
    if (!verifies) throw new IllegalStateException("does not verify");
  }

  private static byte[] digest(byte[] content) {
    GOST3411_2012_256Digest streebog = new GOST3411_2012_256Digest();
    streebog.update(content, 0, content.length);
    byte[] digest = new byte[32];
    streebog.doFinal(digest, 0);
    return digest;
  }

  private static String measure(Task task, long millis) throws Exception {
    OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long end = System.nanoTime() + millis * 1_000_000;
    long threadStart = threads.getCurrentThreadCpuTime();
    long processStart = system.getProcessCpuTime();
    long operations = 0;
    do {
      task.run();
      operations++;
    } while (System.nanoTime() < end);
    long thread = threads.getCurrentThreadCpuTime() - threadStart;
    long process = system.getProcessCpuTime() - processStart;
    return operations + " " + thread + " " + process;
  }

  private byte[] read(String file) throws Exception {
    return Files.readAllBytes(folder.resolve(file));
  }

  private static BigInteger littleEndian(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) reversed[i] = bytes[bytes.length - 1 - i];
    return new BigInteger(1, reversed);
  }
}
