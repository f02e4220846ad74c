package org.maillon.serve.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * What JSSE asks for a certificate. It asks for each kind of key that the client can check, in the client's order, and
 * takes the first that is there; what it gets back names an identity of this one choice, so that files read anew in
 * the middle of a handshake change nothing for it.
 */
final class IdentityKeys extends X509ExtendedKeyManager {
    private final List<Identity> all;
    private final Identities identities;
    private final AlpnChallenges challenges;

    IdentityKeys(Identities identities, AlpnChallenges challenges) {
        this.all = identities.all();
        this.identities = identities;
        this.challenges = challenges;
    }

    /** The engine's peer host is the name of the server that the client came to: {@link ListenerTls} made it so. */
    @Override
    public @Nullable String chooseEngineServerAlias(
            String kind, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        Optional<String> asked = askedFor(engine);
        if (engine != null && AlpnChallenges.PROTOCOL.equals(engine.getHandshakeApplicationProtocol())) {
            return asked.flatMap(challenges::alias)
                    .filter(_ -> kind.equals("EC"))
                    .orElse(null);
        }
        String server = engine == null || engine.getPeerHost() == null ? "" : engine.getPeerHost();
        List<Identity> fitting = identities.fitting(asked, server);
        return IntStream.range(0, all.size())
                .filter(i -> fitting.contains(all.get(i)) && all.get(i).kind().equals(kind))
                .mapToObj(Integer::toString)
                .findFirst()
                .orElse(null);
    }

    private static Optional<String> askedFor(@Nullable SSLEngine engine) {
        SSLSession session = engine == null ? null : engine.getHandshakeSession();
        if (!(session instanceof ExtendedSSLSession extended)) {
            return Optional.empty();
        }
        return extended.getRequestedServerNames().stream()
                .filter(SNIHostName.class::isInstance)
                .map(name -> ((SNIHostName) name).getAsciiName())
                .findFirst();
    }

    private Optional<Identity> identity(String alias) {
        Optional<Identity> challenge = challenges.identity(alias);
        return challenge.isPresent() ? challenge : Optional.of(all.get(Integer.parseInt(alias)));
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return identity(alias)
                .map(one -> one.chain().toArray(X509Certificate[]::new))
                .orElse(null);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return identity(alias).map(Identity::key).orElse(null);
    }

    @Override
    public String @Nullable [] getServerAliases(String kind, Principal @Nullable [] issuers) {
        return all.stream()
                .filter(one -> one.kind().equals(kind))
                .map(one -> Integer.toString(all.indexOf(one)))
                .collect(Collectors.toList())
                .toArray(String[]::new);
    }

    @Override
    public @Nullable String chooseServerAlias(String kind, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null; // we use engines
    }

    @Override
    public String @Nullable [] getClientAliases(String kind, Principal @Nullable [] issuers) {
        return null; // a server's keys
    }

    @Override
    public @Nullable String chooseClientAlias(String[] kinds, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null; // a server's keys
    }
}
