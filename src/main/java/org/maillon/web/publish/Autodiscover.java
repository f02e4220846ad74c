package org.maillon.web.publish;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.maillon.kernel.Bytes;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;
import org.maillon.wire.address.Parsed;

/** Microsoft's autodiscover, the plain kind (MS-OXDSCLI), as Outlook asks it. */
final class Autodiscover {
    private static final String RESPONSE = "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006";
    private static final String OUTLOOK =
            "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";
    private static final int DEEPEST = 20;

    private Autodiscover() {}

    /** For whom a program asks. */
    record Question(String address, String domain) {}

    /** Empty where it is no XML, has a DTD, is nested too deep, or names no address. */
    static Optional<Question> read(Bytes body) {
        try {
            return address(factory().createXMLStreamReader(new ByteArrayInputStream(body.shared())))
                    .flatMap(Autodiscover::question);
        } catch (XMLStreamException | RuntimeException _) {
            return Optional.empty();
        }
    }

    /** The JDK's own, whatever another library brings: what it does with entities is known. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setXMLResolver((_, _, _, _) -> {
            throw new XMLStreamException("nothing is fetched");
        });
        return factory;
    }

    private static Optional<String> address(XMLStreamReader reader) throws XMLStreamException {
        int depth = 0;
        Optional<String> found = Optional.empty();
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> {
                    return Optional.empty();
                }
                case XMLStreamConstants.START_ELEMENT -> {
                    if (++depth > DEEPEST) {
                        return Optional.empty();
                    }
                    if (reader.getLocalName().equals("EMailAddress") && found.isEmpty()) {
                        found = Optional.of(reader.getElementText().strip());
                        depth--; // its end is read
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> depth--;
                default -> {}
            }
        }
        return found;
    }

    private static Optional<Question> question(String text) {
        return Address.parse(text) instanceof Parsed.Valid<Address>(Address address, int _)
                        && address.domain() instanceof Domain.Name(String ascii)
                ? Optional.of(new Question(address.toString(), ascii))
                : Optional.empty();
    }

    static String page(Question question, List<MailService> services) {
        StringBuilder xml =
                new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Autodiscover xmlns=\"" + RESPONSE
                        + "\">\n<Response xmlns=\"" + OUTLOOK + "\">\n<Account>\n"
                        + XmlText.element("AccountType", "email")
                        + XmlText.element("Action", "settings"));
        services.forEach(service -> xml.append(protocol(question, service)));
        return xml.append("</Account>\n</Response>\n</Autodiscover>\n").toString();
    }

    private static String protocol(Question question, MailService service) {
        boolean incoming = service.kind() == MailService.Kind.POP3;
        return "<Protocol>\n"
                + XmlText.element("Type", incoming ? "POP3" : "SMTP")
                + XmlText.element("Server", service.host())
                + XmlText.element("Port", service.port())
                + XmlText.element("LoginName", question.address())
                + XmlText.element("DomainRequired", "off")
                + XmlText.element("SPA", "off")
                + XmlText.element("SSL", "on")
                + XmlText.element("Encryption", service.tlsFirst() ? "SSL" : "TLS")
                + XmlText.element("AuthRequired", "on")
                + "</Protocol>\n";
    }
}
