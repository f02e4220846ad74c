package org.maillon.app.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.maillon.app.wiring.Maillon;
import org.maillon.serve.tls.BadCertificateException;
import org.maillon.serve.tls.ShownKey;
import org.maillon.wire.address.Domain;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code maillon certificate …}. */
@Command(name = "certificate", description = "The certificates that are fetched for our hosts.")
final class CertificateVerbs extends Group {
    static CommandLine tree(Desk desk, String[] words) {
        return new CommandLine(new CertificateVerbs()).addSubcommand(new NextKey(desk, words));
    }

    @Command(
            name = "next-key",
            description = "Make the key that a host's certificate is renewed with, and print its TLSA record.",
            footer = {
                "",
                "The key in use stays until a renewal that comes two days later or more: publish the record before, and",
                "leave that of the key in use beside it.",
                "",
                "Example:  maillon certificate next-key mail.example.org"
            })
    static final class NextKey extends OfficeVerb {
        @Parameters(paramLabel = "HOST", description = "Such as mail.example.org.")
        Domain.Name host = new Domain.Name("invalid");

        NextKey(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            if (!office.certificates()
                    .fetches(host.ascii(), office.loaded().config().acme())) {
                out.complain("maillon: no certificate is fetched for " + host + "; see [acme] in maillon.toml");
                return Exit.REFUSED;
            }
            try {
                ShownKey made = office.certificates().prepareKey(host.ascii());
                String record = "_25._tcp." + host + ". IN TLSA 3 1 1 " + made.digest();
                out.say(record);
                Map<String, Object> tree = new LinkedHashMap<>();
                tree.put("host", host.ascii());
                tree.put("record", record);
                out.json(tree);
                return Exit.DONE;
            } catch (BadCertificateException e) {
                out.complain("maillon: " + e.says());
                return Exit.REFUSED;
            }
        }
    }
}
