package org.maillon.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.maillon.app.wiring.Maillon;
import org.maillon.kernel.Bytes;
import org.maillon.reports.Received;
import org.maillon.reports.Reports;
import org.maillon.wire.report.feedback.Report;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maillon report …}: what others tell of our domains, and what we tell them of theirs. */
@Command(name = "report", description = "Reports about mail in a domain's name (DMARC, TLS, abuse): received and sent.")
final class ReportVerbs extends Group {
    static CommandLine tree(Desk desk, String[] words) {
        return new CommandLine(new ReportVerbs())
                .addSubcommand(new Ls(desk, words))
                .addSubcommand(new Show(desk, words))
                .addSubcommand(new Send(desk, words))
                .addSubcommand(new Import(desk, words));
    }

    @Command(
            name = "list",
            description = "List the reports that were received, the newest first.",
            footer = {"", "Example:  maillon report list --limit 20"})
    static final class Ls extends OfficeVerb {
        @Option(names = "--limit", paramLabel = "N", description = "At most so many (50).")
        int limit = 50;

        Ls(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            List<Received.Entry> entries = office.reports().received().list(limit);
            out.table(
                    List.of("REPORT", "RECEIVED", "KIND", "DOMAIN", "FROM", "WHAT IT SAYS"),
                    entries.stream().map(ReportText::line).toList());
            out.json(entries.stream().map(ReportText::summary).toList());
            return Exit.DONE;
        }
    }

    @Command(
            name = "show",
            description = "Show a report that was received.",
            footer = {"", "Example:  maillon report show mibk2x5c-1"})
    static final class Show extends OfficeVerb {
        @Parameters(paramLabel = "REPORT", description = "Its name in 'maillon report list'.")
        String id;

        Show(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            Optional<Received.Entry> entry = office.reports().received().show(id);
            if (entry.isEmpty()) {
                out.complain("There is no report " + id + "; 'maillon report list' names those there are.");
                return Exit.REFUSED;
            }
            ReportText.lines(entry.get()).forEach(out::say);
            out.json(ReportText.whole(entry.get()));
            return Exit.DONE;
        }
    }

    @Command(
            name = "send",
            description = "Send the reports of days that are over at once, without waiting for their hour.",
            footer = {"", "Example:  maillon report send"})
    static final class Send extends OfficeVerb {
        @Option(names = "--dry-run", description = "Only say what waits, today's counts among it.")
        boolean dryRun;

        Send(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        boolean needsServer() {
            return true;
        }

        @Override
        int run(Maillon office, Printer out) {
            List<Reports.Sent> sent =
                    dryRun ? office.reports().waiting() : office.sendReports().orElse(List.of());
            out.table(
                    List.of("KIND", "DOMAIN", "OUTCOME"),
                    sent.stream()
                            .map(one -> List.of(one.kind(), one.domain(), one.said()))
                            .toList());
            out.json(sent.stream()
                    .map(one -> Map.of("kind", one.kind(), "domain", one.domain(), "outcome", one.said()))
                    .toList());
            return Exit.DONE;
        }
    }

    @Command(
            name = "import",
            description = "Read a report from a file: a message, or XML or JSON, packed or not.",
            footer = {"", "Example:  maillon report import /tmp/google.com!example.org!1669507200!1669593599.zip"})
    static final class Import extends OfficeVerb {
        private static final int MOST_OCTETS = 64 << 20;

        @Parameters(
                paramLabel = "FILE",
                description = "Its whole path: where a server runs, it is the one who reads it.")
        Path file;

        Import(Desk desk, String[] words) {
            super(desk, words);
        }

        @Override
        int run(Maillon office, Printer out) {
            if (!file.isAbsolute()) {
                out.complain("Give the whole path of the file, beginning with a slash.");
                return Exit.USAGE;
            }
            try (InputStream in = Files.newInputStream(file)) {
                return taken(office, out, in.readNBytes(MOST_OCTETS));
            } catch (IOException e) {
                out.complain(file + " cannot be read: " + e.getMessage());
                return Exit.REFUSED;
            }
        }

        private int taken(Maillon office, Printer out, byte[] octets) {
            String from = "file " + file.getFileName();
            Report report = office.reports().received().takeFile(octets, from);
            if (report instanceof Report.None) {
                Report inMessage =
                        office.reports().received().take(Bytes.wrap(new CrLf().of(octets, octets.length)), from);
                report = inMessage instanceof Report.None && !why(report).isEmpty() ? report : inMessage;
            }
            if (report instanceof Report.None(String why)) {
                out.complain(file + " holds no report: " + why);
                return Exit.REFUSED;
            }
            Received.Entry newest = office.reports().received().list(1).getFirst();
            out.say("read " + newest.id() + ": " + String.join("  ", ReportText.line(newest)));
            out.json(ReportText.summary(newest));
            return Exit.DONE;
        }

        private static String why(Report report) {
            return report instanceof Report.None(String why) ? why : "";
        }
    }
}
