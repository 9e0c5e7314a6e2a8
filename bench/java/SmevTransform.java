import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.xml.security.exceptions.AlgorithmAlreadyRegisteredException;
import org.apache.xml.security.signature.XMLSignatureInput;
import org.apache.xml.security.transforms.Transform;
import org.apache.xml.security.transforms.TransformSpi;
import org.apache.xml.security.transforms.TransformationException;

/**
 * The transform urn://smev-gov-ru/xmldsig/transform on StAX: prefixes renumbered ns1, ns2, ... in the order of use,
 * attributes sorted, blank text dropped. Any `>` in text is written as a reference, as the messages of the bench need.
 */
public final class SmevTransform extends TransformSpi {
  static final String URI = "urn://smev-gov-ru/xmldsig/transform";

  private static final XMLInputFactory STAX = XMLInputFactory.newFactory();

  static {
    STAX.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    STAX.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    STAX.setProperty(XMLInputFactory.IS_COALESCING, true);
  }

  static void register() throws AlgorithmAlreadyRegisteredException {
    Transform.register(URI, SmevTransform.class);
  }

  @Override
  protected String engineGetURI() {
    return URI;
  }

  @Override
  protected XMLSignatureInput enginePerformTransform(XMLSignatureInput input, OutputStream output, Transform transform)
      throws IOException, TransformationException {
    try {
      byte[] form = normalForm(input.getOctetStream());
      if (output == null) return new XMLSignatureInput(form);
      output.write(form);
      XMLSignatureInput result = new XMLSignatureInput((byte[]) null);
      result.setOutputStream(output);
      return result;
    } catch (XMLStreamException e) {
      throw new TransformationException(e);
    }
  }

  private static byte[] normalForm(InputStream octets) throws XMLStreamException {
    XMLStreamReader reader = STAX.createXMLStreamReader(octets);
    Writer writer = new Writer();
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT:
          writer.open(reader);
          break;
        case XMLStreamConstants.END_ELEMENT:
          writer.close();
          break;
        case XMLStreamConstants.CHARACTERS:
        case XMLStreamConstants.CDATA:
          writer.text(reader.getText());
          break;
        default:
          break;
      }
    }
    return writer.output.toString().getBytes(StandardCharsets.UTF_8);
  }

  private record Attribute(String namespace, String name, String value) {}

  private record Open(String tag, List<String> declared) {}

  private static final Comparator<Attribute> BY_NAMESPACE_THEN_NAME =
      Comparator.comparing((Attribute a) -> a.namespace.isEmpty())
          .thenComparing(Attribute::namespace)
          .thenComparing(Attribute::name);

  private static final class Writer {
    final StringBuilder output = new StringBuilder(8192);
    private final Map<String, String> prefixes = new HashMap<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private int counter = 0;

    void open(XMLStreamReader reader) {
      List<String> declared = new ArrayList<>(2);
      String tag = prefixOf(reader.getNamespaceURI(), declared) + ":" + reader.getLocalName();
      List<Attribute> attributes = new ArrayList<>(reader.getAttributeCount());
      for (int i = 0; i < reader.getAttributeCount(); i++) {
        String namespace = reader.getAttributeNamespace(i);
        attributes.add(
            new Attribute(
                namespace == null ? "" : namespace, reader.getAttributeLocalName(i), reader.getAttributeValue(i)));
      }
      if (attributes.size() > 1) attributes.sort(BY_NAMESPACE_THEN_NAME);
      StringBuilder written = new StringBuilder();
      for (Attribute attribute : attributes) {
        written.append(' ');
        if (!attribute.namespace.isEmpty()) written.append(prefixOf(attribute.namespace, declared)).append(':');
        written.append(attribute.name).append("=\"");
        escape(attribute.value, true, written);
        written.append('"');
      }
      output.append('<').append(tag);
      for (String namespace : declared) {
        output.append(" xmlns:").append(prefixes.get(namespace)).append("=\"").append(namespace).append('"');
      }
      output.append(written).append('>');
      open.push(new Open(tag, declared));
    }

    void close() {
      Open element = open.pop();
      output.append("</").append(element.tag).append('>');
      for (String namespace : element.declared) prefixes.remove(namespace);
    }

    void text(String text) {
      for (int i = 0; i < text.length(); i++) {
        if (text.charAt(i) > ' ') {
          escape(text, false, output);
          return;
        }
      }
    }

    private String prefixOf(String namespace, List<String> declared) {
      String known = prefixes.get(namespace);
      if (known != null) return known;
      String made = "ns" + ++counter;
      prefixes.put(namespace, made);
      declared.add(namespace);
      return made;
    }
  }

  private static void escape(String text, boolean inAttribute, StringBuilder output) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&':
          output.append("&amp;");
          break;
        case '<':
          output.append("&lt;");
          break;
        case '\r':
          output.append("&#xd;");
          break;
        case '>':
          output.append(inAttribute ? ">" : "&gt;");
          break;
        case '"':
          output.append(inAttribute ? "&quot;" : "\"");
          break;
        case '\t':
          output.append(inAttribute ? "&#x9;" : "\t");
          break;
        case '\n':
          output.append(inAttribute ? "&#xa;" : "\n");
          break;
        default:
          output.append(c);
      }
    }
  }
}
