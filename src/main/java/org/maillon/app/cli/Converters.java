package org.maillon.app.cli;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.ByteSize;
import org.maillon.queue.QueueId;
import org.maillon.trust.mtasts.StsPolicy;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Addresses;
import org.maillon.wire.address.Domain;
import org.maillon.wire.address.Parsed;
import org.maillon.wire.report.Language;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Words to values, each refused with what would be right. */
final class Converters {
    private Converters() {}

    static void register(CommandLine tree) {
        tree.registerConverter(Address.class, Converters::address)
                .registerConverter(Domain.Name.class, Converters::domain)
                .registerConverter(ByteSize.class, Converters::size)
                .registerConverter(QueueId.class, Converters::queueId)
                .registerConverter(InetAddress.class, Converters::literal)
                .registerConverter(Language.class, Converters::language)
                .registerConverter(StsPolicy.Mode.class, Converters::stsMode)
                .registerConverter(TenantId.class, TenantId::new)
                .registerConverter(ServerId.class, ServerId::new);
    }

    static Address address(String text) {
        return switch (Address.parse(text)) {
            case Parsed.Valid<Address>(Address address, int _) -> address;
            case Parsed.Invalid<Address>(int _, String why) ->
                throw new TypeConversionException("'" + text + "' is no address: " + why);
        };
    }

    /** Never a host's name, which would ask DNS. */
    private static InetAddress literal(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException _) {
            throw new TypeConversionException("'" + text + "' is no IP address, such as 192.0.2.7 or 2001:db8::7");
        }
    }

    private static Domain.Name domain(String text) {
        return switch (Addresses.domain(text)) {
            case Parsed.Valid<Domain>(Domain.Name name, int _) -> name;
            case Parsed.Valid<Domain>(Domain.Literal _, int _) ->
                throw new TypeConversionException("'" + text + "' is an IP address; a domain by name is wanted");
            case Parsed.Invalid<Domain>(int _, String why) ->
                throw new TypeConversionException("'" + text + "' is no domain: " + why);
        };
    }

    private static Language language(String tag) {
        return Language.of(tag.toLowerCase(Locale.ROOT))
                .orElseThrow(() -> new TypeConversionException("'" + tag + "' is none of "
                        + Arrays.stream(Language.values()).map(Language::tag).collect(Collectors.joining(", "))));
    }

    private static StsPolicy.Mode stsMode(String word) {
        return StsPolicy.Mode.of(word.toLowerCase(Locale.ROOT))
                .orElseThrow(() -> new TypeConversionException("'" + word + "' is none of none, testing and enforce"));
    }

    private static ByteSize size(String text) {
        try {
            return ByteSize.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    static QueueId queueId(String text) {
        try {
            return QueueId.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
