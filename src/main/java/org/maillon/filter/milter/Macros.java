package org.maillon.filter.milter;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.maillon.filter.Handover;
import org.maillon.wire.address.Domain;
import org.maillon.wire.address.ReversePath;

/**
 * Facts that milters know by short names: who speaks, under what protection, about which message. A milter that said what
 * it wants at a step gets that; the others what Sendmail's documentation lists there.
 */
final class Macros {
    private static final Map<Step, List<String>> USUAL = Map.of(
            Step.CONNECT, List.of("j", "daemon_name", "v", "_", "client_addr", "client_name"),
            Step.HELO, List.of("tls_version", "cipher", "cert_subject"),
            Step.MAIL, List.of("i", "auth_type", "auth_authen", "auth_author", "mail_addr", "mail_host"),
            Step.RCPT, List.of("rcpt_addr", "rcpt_host"),
            Step.DATA, List.of("i"),
            Step.END_OF_HEADER, List.of("i"),
            Step.END_OF_MESSAGE, List.of("i"));

    private final Options options;

    Macros(Options options) {
        this.options = options;
    }

    /** Those for the step that have a value just now. */
    Map<String, String> at(Step step, Handover about) {
        List<String> wanted = options.macrosAt(step).orElse(USUAL.getOrDefault(step, List.of()));
        Map<String, String> found = new LinkedHashMap<>();
        for (String name : wanted) {
            value(name, about).filter(value -> !value.isEmpty()).ifPresent(value -> found.put(name, value));
        }
        return found;
    }

    static String clientName(Handover.Visitor visitor) {
        return "[" + visitor.address().getHostAddress() + "]";
    }

    private static Optional<String> value(String name, Handover about) {
        Handover.Visitor visitor = about.visitor();
        return switch (name) {
            case "j" -> Optional.of(visitor.hostName());
            case "daemon_name" -> Optional.of(visitor.hostName());
            case "v" -> Optional.of("Maillon");
            case "_" -> Optional.of(clientName(visitor));
            case "client_addr" -> Optional.of(visitor.address().getHostAddress());
            case "client_name", "client_ptr" -> Optional.of(clientName(visitor));
            case "i" -> Optional.of(about.id());
            case "tls_version" -> visitor.tls().map(Handover.Tls::protocol);
            case "cipher" -> visitor.tls().map(Handover.Tls::cipher);
            case "cert_subject" -> visitor.tls().map(Handover.Tls::subject);
            case "auth_type" -> visitor.login().map(Handover.Login::mechanism);
            case "auth_authen", "auth_author" -> visitor.login().map(Handover.Login::name);
            case "mail_addr" -> sender(about).map(Object::toString);
            case "mail_host" -> sender(about).map(address -> domain(address.domain()));
            case "rcpt_addr" -> last(about).map(to -> to.address().toString());
            case "rcpt_host" -> last(about).map(to -> domain(to.address().domain()));
            default -> Optional.empty();
        };
    }

    private static String domain(Domain domain) {
        return domain.toString();
    }

    private static Optional<org.maillon.wire.address.Address> sender(Handover about) {
        return switch (about.sender()) {
            case ReversePath.Null _ -> Optional.empty();
            case ReversePath.Sender(var address) -> Optional.of(address);
        };
    }

    /** The recipient just asked about. */
    private static Optional<Handover.Addressee> last(Handover about) {
        return about.to().isEmpty() ? Optional.empty() : Optional.of(about.to().getLast());
    }
}
