package org.maillon.hosting.ldap;

import java.time.Duration;
import java.util.List;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Setting;

/** One {@code [[ldap]]}: a directory that keeps the people of some domains. Names no class of LDAP: it is read at each start. */
public record LdapSetting(
        @Setting(
                value = "",
                doc =
                        "Its servers, the first that answers is asked: ldaps://ldap.example.org (port 636) or ldap://ldap.example.org"
                                + " (port 389, STARTTLS); without a base or filter.")
        List<String> url,

        @Setting(
                value = "",
                doc =
                        "The domains whose people it keeps, which are hosted here (`maillon domain add`). A domain belongs to one"
                                + " [[ldap]]; accounts with a password of their own, and aliases, stay ours beside it.")
        List<String> domains,

        @Setting(
                value = "auto",
                doc =
                        "STARTTLS (RFC 4511 §4.14) on ldap://: always; auto (unless the server is on this machine's loopback); or"
                                + " never-and-in-the-clear, where everyone on the way can read the passwords.")
        StartTls startTls,

        @Setting(
                value = "",
                doc =
                        "A PEM file of the authorities that may vouch for its certificate, and no others; empty: those of the JDK.")
        String ca,

        @Setting(
                value = "",
                doc =
                        "Who we are when we look people up, such as cn=maillon,dc=example,dc=org; empty: nobody (anonymous).")
        String bindDn,

        @Setting(
                value = "",
                doc = "The file with the password of bind-dn, in one line; only we should be able to read it.")
        String bindPasswordFile,

        @Setting(value = "", doc = "Where people are looked for: ou=people,dc=example,dc=org.")
        String base,

        @Setting(
                value = "sub",
                doc = "How deep below base: sub (all of it), one (its own entries) or base (itself alone).")
        Scope scope,

        @Setting(
                value = "",
                doc =
                        "The filter (RFC 4515) that finds the person who has an address: %s stands for the address, %u for what is"
                                + " before its @, %d for the domain, %% for a percent sign. Who must not log in or get mail is left out"
                                + " here: (&(mail=%s)(!(employeeType=left))). Empty: address and aliases are compared with %s.")
        String filter,

        @Setting(
                value = "mail",
                doc =
                        "The attribute with a person's own address, which names the mailbox: one value in these domains, by which the"
                                + " filter finds this entry and no other. A value without an @ is taken for what is before it, in the"
                                + " domain that was asked for.")
        String address,

        @Setting(
                value = "",
                doc =
                        "Attributes with a person's other addresses, such as mailAlternateAddress; where filter is empty.")
        List<String> aliases,

        @Setting(
                value = "",
                doc = "The name (RFC 4514) of whoever logs in, where it can be told from the address:"
                        + " uid=%u,ou=people,dc=example,dc=org. The entry is then read as that person, and must fit the filter."
                        + " Empty: it is searched for.")
        String logInDn,

        @Setting(
                value = "3",
                max = 1000,
                doc =
                        "So many wrong passwords of one person are sent on within log-in-failures-time; then every password is answered"
                                + " as a wrong one is, and none is sent, until the first of them is that old. Less than the server's own"
                                + " bound keeps strangers from locking somebody out of everything else there. Here they still can:"
                                + " a password that is remembered (`[log-in] remember-time`) and app passwords go on opening. 0: all"
                                + " are sent.")
        int logInFailures,

        @Setting(
                value = "30m",
                min = 1,
                max = 604_800,
                doc =
                        "How long a wrong password counts: at least as long as the server counts it (pwdFailureCountInterval,"
                                + " lockoutObservationWindow, passwordResetFailureCount).")
        Duration logInFailuresTime,

        @Setting(value = "3s", min = 1, max = 60, doc = "How long a server may take to take a connection.")
        Duration connectTimeout,

        @Setting(value = "5s", min = 1, max = 60, doc = "How long it may be silent while it is waited for.")
        Duration answerTimeout,

        @Setting(
                value = "10s",
                min = 1,
                max = 120,
                doc =
                        "How long one question may take in all: a free connection, connecting, TLS, bind-dn, the answer; a log-in"
                                + " has two.")
        Duration wholeTimeout,

        @Setting(value = "64KiB", min = 1024, max = 16_777_216, doc = "The most octets of one message of a server.")
        ByteSize answer,

        @Setting(
                value = "8",
                min = 1,
                max = 1000,
                doc =
                        "Connections at one time for look-ups, as many to search for whoever logs in, and as many for log-ins; one"
                                + " more question waits for its turn.")
        int connections,

        @Setting(value = "60s", min = 1, max = 86_400, doc = "How long a connection is kept that nobody needs.")
        Duration idleTime,

        @Setting(value = "5s", max = 3600, doc = "How long it is left alone after it was down or late; 0s: not at all.")
        Duration rest,

        @Setting(
                value = "5m",
                max = 86_400,
                doc =
                        "How long it is remembered that somebody is there: so long may who was removed still get mail, and write in"
                                + " sessions that are open. 0s: each is asked for anew.")
        Duration rememberPerson,

        @Setting(
                value = "1m",
                max = 86_400,
                doc =
                        "How long it is remembered that nobody has an address: so late may mail for a new one be refused.")
        Duration rememberNobody,

        @Setting(value = "10000", max = 10_000_000, doc = "Answers of each of both kinds remembered at one time.")
        int rememberEntries) {
    /** When passwords travel under TLS. */
    public enum StartTls {
        AUTO,
        ALWAYS,
        NEVER_AND_IN_THE_CLEAR
    }

    /** RFC 4511 §4.5.1.2. */
    public enum Scope {
        SUB,
        ONE,
        BASE
    }
}
