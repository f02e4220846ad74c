package org.maillon.serve.tls;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.maillon.dns.DnsName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an authority said of itself and of our account when we last spoke to it; kept beside the account's key.
 *
 * @param account its URL (RFC 8555 §7.3), which a CAA record may name (RFC 8657 §3)
 * @param identities the names by which CAA records mean the authority (RFC 8555 §7.1.1)
 */
record KnownAuthority(String directory, String account, List<String> identities) {
    private static final Logger LOG = LoggerFactory.getLogger(KnownAuthority.class);
    private static final String FILE = "authority.txt";
    private static final int MOST_IDENTITIES = 10;
    private static final int LONGEST_ACCOUNT = 500;

    /** What cannot stand in a record is left out: it is a stranger's text. */
    KnownAuthority {
        account = isParameterValue(account) && isPlainUri(account) ? account : "";
        identities = identities.stream()
                .filter(name -> DnsName.isOne(name) && isParameterValue(name))
                .limit(MOST_IDENTITIES)
                .toList();
    }

    /** RFC 8659 §4.2, without what a zone file would have to escape. */
    private static boolean isParameterValue(String text) {
        return text.length() <= LONGEST_ACCOUNT
                && text.chars().allMatch(c -> c > ' ' && c < 0x7F && c != ';' && c != '"' && c != '\\');
    }

    /** RFC 8657 §3: a URI; of an account it is where the authority is asked about it (RFC 8555 §7.3). */
    private static boolean isPlainUri(String text) {
        try {
            URI uri = new URI(text);
            return uri.getScheme() != null
                    && uri.getHost() != null
                    && Set.of("https", "http").contains(uri.getScheme().toLowerCase(Locale.ROOT));
        } catch (URISyntaxException _) {
            return false;
        }
    }

    void remember(Path kept) {
        if (of(kept).filter(this::equals).isPresent()) {
            return;
        }
        List<String> lines = new ArrayList<>(List.of(directory, account));
        lines.addAll(identities);
        try {
            OwnFile.write(kept.resolve(FILE), String.join("\n", lines) + "\n");
        } catch (BadCertificateException e) {
            LOG.warn("{}; 'maillon domain dns' asks the authority itself", e.says());
        }
    }

    static Optional<KnownAuthority> of(Path kept) {
        Path file = kept.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            List<String> lines = Pem.text(file).lines().toList();
            return lines.size() < 2
                    ? Optional.empty()
                    : Optional.of(new KnownAuthority(lines.get(0), lines.get(1), lines.subList(2, lines.size())));
        } catch (BadCertificateException e) {
            LOG.warn(e.says());
            return Optional.empty();
        }
    }
}
