package org.maillon.hosting.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import java.util.Arrays;
import org.maillon.wire.address.Address;

/** An entry's name with places for an address: taken apart first (RFC 4514), so that an address stays one value of it. */
final class NameTemplate {
    private final DN template;

    private NameTemplate(DN template) {
        this.template = template;
    }

    /** @throws IllegalArgumentException with a sentence, where it is no name or the same for every address */
    static NameTemplate parse(String text) {
        DN name = name(text);
        boolean varies = false;
        for (RDN part : name.getRDNs()) {
            for (String value : part.getAttributeValues()) {
                Placeholders.check(value);
                varies |= Placeholders.in(value);
            }
        }
        if (!varies) {
            throw new IllegalArgumentException(
                    "the name " + text + " has no %s, %u or %d in a value, so everyone would log in as the same entry");
        }
        return new NameTemplate(name);
    }

    static DN name(String text) {
        try {
            return new DN(text);
        } catch (LDAPException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no name of an entry (RFC 4514): " + e.getMessage(), e);
        }
    }

    DN fill(Address address) {
        return new DN(Arrays.stream(template.getRDNs())
                .map(part -> new RDN(
                        part.getAttributeNames(),
                        Arrays.stream(part.getAttributeValues())
                                .map(value -> Placeholders.fill(value, address))
                                .toArray(String[]::new)))
                .toArray(RDN[]::new));
    }
}
