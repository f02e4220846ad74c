package org.maillon.hosting.ldap;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.maillon.wire.address.Addresses;
import org.maillon.wire.address.Domain;
import org.maillon.wire.address.Parsed;

/** Whether settings make sense, before anybody is asked and without a file being read. */
public final class LdapSense {
    private LdapSense() {}

    /** @throws IllegalArgumentException with a sentence */
    public static void check(List<LdapSetting> settings) {
        List<Domain.Name> taken = new ArrayList<>();
        for (LdapSetting setting : settings) {
            check(setting);
            for (Domain.Name domain : domains(setting)) {
                require(!taken.contains(domain), "the domain " + domain + " is in two of them, and belongs in one");
                taken.add(domain);
            }
        }
    }

    private static void check(LdapSetting setting) {
        require(!servers(setting).isEmpty(), "'url' names no server");
        require(!domains(setting).isEmpty(), "'domains' names none, so nobody would be looked for");
        require(!setting.base().isEmpty(), "'base' is missing: where people are looked for");
        var _ = NameTemplate.name(setting.base());
        require(
                setting.bindDn().isEmpty() == setting.bindPasswordFile().isEmpty(),
                "'bind-dn' and 'bind-password-file' go together");
        var _ = NameTemplate.name(setting.bindDn());
        require(
                setting.filter().isEmpty() || setting.aliases().isEmpty(),
                "'aliases' makes the filter where there is none; name them in 'filter' instead");
        Stream.concat(Stream.of(setting.address()), setting.aliases().stream())
                .forEach(attribute -> require(isAttribute(attribute), "'" + attribute + "' is no attribute's name"));
        var _ = Search.filter(setting);
        if (!setting.logInDn().isEmpty()) {
            var _ = NameTemplate.parse(setting.logInDn());
        }
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }

    /** RFC 4512 §2.5. */
    private static boolean isAttribute(String name) {
        return !name.isEmpty()
                && name.chars()
                        .allMatch(c -> c >= 'a' && c <= 'z'
                                || c >= 'A' && c <= 'Z'
                                || c >= '0' && c <= '9'
                                || c == '-'
                                || c == '.'
                                || c == ';');
    }

    static List<LdapServer> servers(LdapSetting setting) {
        return setting.url().stream()
                .map(url -> LdapServer.parse(url, setting.startTls()))
                .toList();
    }

    static List<Domain.Name> domains(LdapSetting setting) {
        return setting.domains().stream().map(LdapSense::domain).toList();
    }

    private static Domain.Name domain(String text) {
        return switch (Addresses.domain(text)) {
            case Parsed.Valid<Domain>(Domain value, int _) when value instanceof Domain.Name name -> name;
            case Parsed.Valid<Domain> _ -> throw new IllegalArgumentException("'" + text + "' is no domain by name");
            case Parsed.Invalid<Domain>(int _, String why) ->
                throw new IllegalArgumentException("'" + text + "' is no domain: " + why);
        };
    }
}
