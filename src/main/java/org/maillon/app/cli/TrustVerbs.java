package org.maillon.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.maillon.app.wiring.Maillon;
import org.maillon.trust.arc.ArcResult;
import org.maillon.trust.arc.ArcVerdict;
import org.maillon.trust.arc.ArcVerifier;
import org.maillon.trust.dkim.DkimSettings;
import org.maillon.trust.dkim.DkimVerdict;
import org.maillon.trust.dkim.DkimVerifier;
import org.maillon.trust.dkim.LineEnds;
import org.maillon.trust.dkim.PublicKeys;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code maillon trust …}. */
@Command(name = "trust", description = "Who vouches for a message.")
final class TrustVerbs extends Group {
    static CommandLine tree(Desk desk, String[] words) {
        return new CommandLine(new TrustVerbs())
                .addSubcommand(new SpfVerb(desk, words))
                .addSubcommand(new Dkim(desk, words));
    }

    @Command(
            name = "dkim",
            description = {
                "Say in plain words what the DKIM signatures and the ARC chain of a message in a file are worth.",
                "Exit 1 where none passes. Lines may end as files' lines do."
            },
            footer = {"", "Example:  maillon trust dkim message.eml"})
    static final class Dkim extends OfficeVerb {
        @Parameters(paramLabel = "FILE", description = "The message, as it was received.")
        Path file = Path.of("");

        Dkim(Desk desk, String[] words) {
            super(desk, words);
        }

        /** What came of the file. */
        private record Found(List<DkimVerdict> signatures, ArcVerdict chain) {
            boolean passes() {
                return chain.passes() || signatures.stream().anyMatch(DkimVerdict::passes);
            }
        }

        @Override
        int run(Maillon office, Printer out) {
            try {
                Found found = read(office);
                say(out, found);
                return found.passes() ? Exit.DONE : Exit.REFUSED;
            } catch (IOException e) {
                out.complain("maillon: " + file + " cannot be read: " + e.getMessage());
                return Exit.REFUSED;
            }
        }

        private Found read(Maillon office) throws IOException {
            PublicKeys keys = new PublicKeys(office.resolver());
            DkimSettings settings = office.loaded().config().dkim();
            try (InputStream in = Files.newInputStream(file);
                    DkimVerifier dkim = new DkimVerifier(keys, office.clock(), settings);
                    ArcVerifier arc = new ArcVerifier(keys, office.clock(), settings)) {
                LineEnds lines = new LineEnds((octets, from, length) -> {
                    dkim.feed(octets, from, length);
                    arc.feed(octets, from, length);
                });
                byte[] piece = new byte[8192];
                for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                    lines.feed(piece, read);
                }
                return new Found(dkim.finish(), arc.finish());
            }
        }

        private static void say(Printer out, Found found) {
            if (found.signatures().isEmpty()) {
                out.say("no DKIM signature");
            }
            found.signatures().forEach(verdict -> out.say(sentence(verdict)));
            ArcVerdict chain = found.chain();
            if (chain.cv() != ArcResult.NONE) {
                out.say("ARC chain " + chain.cv().word() + ": "
                        + (chain.passes() ? chain.sealers().size() + " seal(s)" : chain.reason()));
                chain.sealers().forEach(by -> out.say("  " + by.instance() + " sealed by " + by.domain()));
            }
            out.json(tree(found));
        }

        private static String sentence(DkimVerdict verdict) {
            DkimVerdict.Claim claim = verdict.claim();
            String who = claim.domain().isEmpty()
                    ? "a signature"
                    : "signature of " + claim.domain() + " (selector " + claim.selector() + ", " + claim.algorithm()
                            + ")";
            String bits = verdict.keyBits().isPresent()
                    ? ", key of " + verdict.keyBits().getAsInt() + " bits"
                    : "";
            return who + bits + ": "
                    + (verdict.passes()
                            ? "pass, the message is as it was signed"
                            : verdict.result().word() + ", " + verdict.reason());
        }

        private static Map<String, Object> tree(Found found) {
            List<Map<String, Object>> signatures = new ArrayList<>();
            for (DkimVerdict verdict : found.signatures()) {
                Map<String, Object> tree = new LinkedHashMap<>();
                tree.put("result", verdict.result().word());
                tree.put("domain", verdict.claim().domain());
                tree.put("selector", verdict.claim().selector());
                tree.put("algorithm", verdict.claim().algorithm());
                tree.put("reason", verdict.reason());
                signatures.add(tree);
            }
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("dkim", signatures);
            all.put("arc", found.chain().cv().word());
            all.put("arcReason", found.chain().reason());
            return all;
        }
    }
}
