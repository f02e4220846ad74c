package org.maillon.web.publish;

import java.util.List;
import org.maillon.wire.address.Domain;

/** Mozilla's autoconfig, version 1.1, as Thunderbird and many others read it. */
final class Autoconfig {
    private Autoconfig() {}

    static String page(Domain.Name domain, List<MailService> services) {
        String id = XmlText.escaped(domain.ascii());
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
                .append("<clientConfig version=\"1.1\">\n<emailProvider id=\"")
                .append(id)
                .append("\">\n")
                .append(XmlText.element("domain", domain.ascii()))
                .append(XmlText.element("displayName", domain.ascii()))
                .append(XmlText.element("displayShortName", domain.ascii()));
        services.forEach(service -> xml.append(server(service)));
        return xml.append("</emailProvider>\n</clientConfig>\n").toString();
    }

    private static String server(MailService service) {
        boolean incoming = service.kind() == MailService.Kind.POP3;
        String element = incoming ? "incomingServer" : "outgoingServer";
        return "<" + element + " type=\"" + (incoming ? "pop3" : "smtp") + "\">\n"
                + XmlText.element("hostname", service.host())
                + XmlText.element("port", service.port())
                + XmlText.element("socketType", service.tlsFirst() ? "SSL" : "STARTTLS")
                + XmlText.element("authentication", "password-cleartext") // under TLS always
                + XmlText.element("username", "%EMAILADDRESS%")
                + "</" + element + ">\n";
    }
}
