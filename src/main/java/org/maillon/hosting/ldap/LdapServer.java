package org.maillon.hosting.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPURL;
import java.net.InetAddress;
import org.maillon.hosting.ldap.LdapSetting.StartTls;

/**
 * One URL (RFC 4516) of the settings.
 *
 * @param tls from the first octet
 * @param startTls before anything else is said
 */
record LdapServer(String host, int port, boolean tls, boolean startTls) {
    /** @throws IllegalArgumentException with a sentence */
    static LdapServer parse(String text, StartTls startTls) {
        LDAPURL url = url(text);
        boolean tls = url.getScheme().equals("ldaps");
        if (!tls && !url.getScheme().equals("ldap")) {
            throw new IllegalArgumentException("'" + text + "' begins neither with ldap:// nor with ldaps://");
        } else if (!url.hostProvided()) {
            throw new IllegalArgumentException("'" + text + "' names no server");
        } else if (url.baseDNProvided() || url.filterProvided() || url.attributesProvided() || url.scopeProvided()) {
            throw new IllegalArgumentException(
                    "'" + text + "' says more than a server and a port; the rest has keys of its own");
        }
        boolean upgraded = switch (startTls) {
            case ALWAYS -> !tls;
            case AUTO -> !tls && !isLoopback(url.getHost());
            case NEVER_AND_IN_THE_CLEAR -> false;
        };
        return new LdapServer(url.getHost(), url.getPort(), tls, upgraded);
    }

    private static LDAPURL url(String text) {
        try {
            return new LDAPURL(text);
        } catch (LDAPException e) {
            throw new IllegalArgumentException("'" + text + "' is no URL of an LDAP server: " + e.getMessage(), e);
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return host.equals("localhost") || InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    @Override
    public String toString() {
        String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return (tls ? "ldaps://" : "ldap://") + shown + ":" + port;
    }
}
