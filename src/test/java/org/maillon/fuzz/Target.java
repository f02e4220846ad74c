package org.maillon.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.maillon.app.cli.ControlFuzz;
import org.maillon.app.config.ConfigFuzz;
import org.maillon.deliver.remote.RemoteFuzz;
import org.maillon.deliver.tls.OutTlsFuzz;
import org.maillon.dns.DnsFuzz;
import org.maillon.filter.clamd.ClamdFuzz;
import org.maillon.filter.milter.MilterFuzz;
import org.maillon.filter.rspamd.RspamdFuzz;
import org.maillon.hosting.ldap.LdapFuzz;
import org.maillon.route.ValuesFuzz;
import org.maillon.serve.net.ProxyFuzz;
import org.maillon.serve.pop3.Pop3Fuzz;
import org.maillon.serve.smtp.LogInFuzz;
import org.maillon.serve.smtp.SmtpFuzz;
import org.maillon.store.rocksdb.LogTailsFuzz;
import org.maillon.trust.arc.DkimFuzz;
import org.maillon.trust.dmarc.DmarcFuzz;
import org.maillon.trust.spf.SpfFuzz;
import org.maillon.web.http.HttpFuzz;
import org.maillon.wire.address.AddressFuzz;
import org.maillon.wire.message.AuthenticationResultsFuzz;
import org.maillon.wire.message.HeaderFuzz;
import org.maillon.wire.report.ReportFuzz;
import org.maillon.wire.report.feedback.FeedbackFuzz;
import org.maillon.wire.sasl.SaslFuzz;
import org.maillon.wire.smtp.CommandFuzz;
import org.maillon.wire.smtp.TextFuzz;
import org.maillon.wire.smtp.client.ReplyFuzz;

/** Every fuzz target. */
enum Target {
    ADDRESS(AddressFuzz.class, AddressFuzz::fuzzerTestOneInput),
    AUTHENTICATION_RESULTS(AuthenticationResultsFuzz.class, AuthenticationResultsFuzz::fuzzerTestOneInput),
    CLAMD(ClamdFuzz.class, ClamdFuzz::fuzzerTestOneInput),
    COMMAND(CommandFuzz.class, CommandFuzz::fuzzerTestOneInput),
    CONFIG(ConfigFuzz.class, ConfigFuzz::fuzzerTestOneInput),
    CONTROL(ControlFuzz.class, ControlFuzz::fuzzerTestOneInput),
    DKIM(DkimFuzz.class, DkimFuzz::fuzzerTestOneInput),
    DMARC(DmarcFuzz.class, DmarcFuzz::fuzzerTestOneInput),
    DNS(DnsFuzz.class, DnsFuzz::fuzzerTestOneInput),
    FEEDBACK(FeedbackFuzz.class, FeedbackFuzz::fuzzerTestOneInput),
    HEADER(HeaderFuzz.class, HeaderFuzz::fuzzerTestOneInput),
    HTTP(HttpFuzz.class, HttpFuzz::fuzzerTestOneInput),
    LDAP(LdapFuzz.class, LdapFuzz::fuzzerTestOneInput),
    LOG_IN(LogInFuzz.class, LogInFuzz::fuzzerTestOneInput),
    LOG_TAILS(LogTailsFuzz.class, LogTailsFuzz::fuzzerTestOneInput),
    MILTER(MilterFuzz.class, MilterFuzz::fuzzerTestOneInput),
    OUT_TLS(OutTlsFuzz.class, OutTlsFuzz::fuzzerTestOneInput),
    POP3(Pop3Fuzz.class, Pop3Fuzz::fuzzerTestOneInput),
    PROXY(ProxyFuzz.class, ProxyFuzz::fuzzerTestOneInput),
    REMOTE(RemoteFuzz.class, RemoteFuzz::fuzzerTestOneInput),
    REPLY(ReplyFuzz.class, ReplyFuzz::fuzzerTestOneInput),
    REPORT(ReportFuzz.class, ReportFuzz::fuzzerTestOneInput),
    RSPAMD(RspamdFuzz.class, RspamdFuzz::fuzzerTestOneInput),
    ROWS(RowsFuzz.class, RowsFuzz::fuzzerTestOneInput),
    SASL(SaslFuzz.class, SaslFuzz::fuzzerTestOneInput),
    SMTP(SmtpFuzz.class, SmtpFuzz::fuzzerTestOneInput),
    SPF(SpfFuzz.class, SpfFuzz::fuzzerTestOneInput),
    TEXT(TextFuzz.class, TextFuzz::fuzzerTestOneInput),
    VALUES(ValuesFuzz.class, ValuesFuzz::fuzzerTestOneInput);

    static final Path CORPORA = Path.of("src/test/resources/corpus");

    /** Whatever it throws is a finding. */
    @FunctionalInterface
    interface Attack {
        void on(byte[] input) throws Exception;
    }

    private final Class<?> home;

    @SuppressWarnings("ImmutableEnumChecker") // a method reference
    private final Attack attack;

    Target(Class<?> home, Attack attack) {
        this.home = home;
        this.attack = attack;
    }

    Class<?> home() {
        return home;
    }

    void attack(byte[] input) throws Exception {
        attack.on(input);
    }

    Path corpus() {
        return CORPORA.resolve(home.getSimpleName());
    }

    List<Path> inputs() {
        try (Stream<Path> files = Files.list(corpus())) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
