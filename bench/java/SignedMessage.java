import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Map;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.xml.security.c14n.Canonicalizer;
import org.apache.xml.security.keys.content.X509Data;
import org.apache.xml.security.signature.XMLSignature;
import org.apache.xml.security.transforms.Transforms;
import org.apache.xml.security.utils.XMLUtils;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Verifies and signs SendRequest envelopes with Santuario: elements by path, certificate by look-up, one reference. */
final class SignedMessage {
  private static final String C14N = Canonicalizer.ALGO_ID_C14N_EXCL_OMIT_COMMENTS;

  private final DocumentBuilder parser;

  SignedMessage() throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    parser = factory.newDocumentBuilder();
  }

  /** `known` maps the base64 of a certificate to its key: looked up, never parsed, as a gateway that caches would. */
  boolean verify(byte[] message, Map<String, PublicKey> known) throws Exception {
    Parts parts = new Parts(parser.parse(new ByteArrayInputStream(message)));
    XMLSignature signature = new XMLSignature(child(parts.wrapper, "Signature"), "", true);
    Element data = child(child(signature.getElement(), "KeyInfo"), "X509Data");
    PublicKey key = known.get(child(data, "X509Certificate").getTextContent());
    return key != null && signature.checkSignatureValue(key);
  }

  byte[] sign(byte[] unsigned, PrivateKey key, byte[] certificate) throws Exception {
    Document document = parser.parse(new ByteArrayInputStream(unsigned));
    Parts parts = new Parts(document);
    XMLSignature signature = new XMLSignature(document, "", GostSuite.SIGNATURE_URI, C14N);
    parts.wrapper.appendChild(signature.getElement());
    Transforms transforms = new Transforms(document);
    transforms.addTransform(C14N);
    transforms.addTransform(SmevTransform.URI);
    signature.addDocument("#" + parts.target.getAttribute("Id"), transforms, GostSuite.DIGEST_URI);
    X509Data data = new X509Data(document);
    data.addCertificate(certificate);
    signature.getKeyInfo().add(data);
    signature.sign(key);
    ByteArrayOutputStream output = new ByteArrayOutputStream(unsigned.length + 4096);
    XMLUtils.outputDOM(document, output);
    return output.toByteArray();
  }

  private static final class Parts {
    final Element target;
    final Element wrapper;

    Parts(Document document) {
      Element request = firstElement(child(document.getDocumentElement(), "Body"));
      target = child(request, "SenderProvidedRequestData");
      target.setIdAttribute("Id", true);
      wrapper = child(request, "CallerInformationSystemSignature");
    }
  }

  private static Element firstElement(Element parent) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element) return (Element) node;
    }
    throw new IllegalArgumentException(parent.getLocalName() + " is empty");
  }

  private static Element child(Element parent, String name) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element && name.equals(node.getLocalName())) return (Element) node;
    }
    throw new IllegalArgumentException("no " + name);
  }
}
