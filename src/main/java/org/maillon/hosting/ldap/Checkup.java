package org.maillon.hosting.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import java.util.function.Supplier;
import org.maillon.hosting.ldap.LdapDirectory.Health;
import org.maillon.hosting.ldap.Lines.SilentException;

/** Whether one server takes us as whom we say we are, and shows the base. */
final class Checkup {
    private static final String NO_ATTRIBUTES = "1.1"; // RFC 4511 §4.5.1.8

    private Checkup() {}

    static Health of(LdapServer server, LdapSetting setting, Supplier<Lines> opening) {
        try (Lines lines = opening.get()) {
            boolean there = lines.ask(line -> line.getEntry(setting.base(), NO_ATTRIBUTES) != null);
            return there
                    ? new Health(server.toString(), true, "answers" + secured(server) + ", and has " + setting.base())
                    : new Health(
                            server.toString(),
                            false,
                            "has no " + setting.base() + ", or does not show it to us; set base, or bind-dn");
        } catch (LDAPException e) {
            return new Health(server.toString(), false, "says " + Words.of(e));
        } catch (SilentException | IllegalArgumentException e) {
            return new Health(server.toString(), false, "cannot be asked: " + e.getMessage());
        }
    }

    private static String secured(LdapServer server) {
        if (server.tls()) {
            return " under TLS";
        }
        return server.startTls() ? " under TLS (STARTTLS)" : " in the clear";
    }
}
