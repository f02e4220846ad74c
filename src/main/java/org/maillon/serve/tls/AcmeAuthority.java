package org.maillon.serve.tls;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.maillon.kernel.crypto.Crypto;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.provider.GenericAcmeProvider;

/** The way to an authority, and our account there, whose key is kept. */
final class AcmeAuthority {
    static final String KEY = "account.pem";

    private final AcmeSettings settings;
    private final Path folder;
    private final Path kept;

    /** @param folder from which paths are told */
    AcmeAuthority(AcmeSettings settings, Path folder, Path kept) {
        this.settings = settings;
        this.folder = folder;
        this.kept = kept;
    }

    /** The account is made where there is none for our key yet (RFC 8555 §7.3). */
    Login login() throws AcmeException, BadCertificateException {
        AccountBuilder account = new AccountBuilder().useKeyPair(key());
        if (settings.termsAgreed()) {
            account.agreeToTermsOfService();
        }
        settings.contacts().stream().filter(one -> !one.isEmpty()).forEach(account::addEmail);
        if (!settings.externalKeyId().isEmpty()) {
            account.withKeyIdentifier(
                    settings.externalKeyId(),
                    Pem.text(folder.resolve(settings.externalKeyFile())).strip());
        }
        Session session = session(settings.patience());
        Login login = account.createLogin(session);
        new KnownAuthority(
                        settings.directory(),
                        login.getAccountLocation().toString(),
                        List.copyOf(session.getMetadata().getCaaIdentities()))
                .remember(kept);
        return login;
    }

    /** What the authority's directory says of itself, asked within a bound of its own. */
    List<String> caaIdentities(Duration patience) throws AcmeException, BadCertificateException {
        return List.copyOf(session(patience).getMetadata().getCaaIdentities());
    }

    private Session session(Duration patience) throws BadCertificateException {
        Session session = new Session(URI.create(settings.directory()), new Provider(trusting()));
        session.networkSettings().setTimeout(patience);
        return session;
    }

    private KeyPair key() throws BadCertificateException {
        Path file = kept.resolve(KEY);
        if (Files.exists(file)) {
            return Pem.pair(file);
        }
        KeyPair made = SelfSigned.keys();
        OwnFile.write(file, Pem.write(made));
        return made;
    }

    private SSLContext trusting() throws BadCertificateException {
        Crypto.ready();
        try {
            if (settings.directoryAuthorities().isEmpty()) {
                return SSLContext.getDefault();
            }
            List<X509Certificate> roots = Pem.chain(folder.resolve(settings.directoryAuthorities()));
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < roots.size(); i++) {
                store.setCertificateEntry(Integer.toString(i), roots.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | java.io.IOException e) {
            throw new BadCertificateException(
                    settings.directoryAuthorities() + " cannot be used for the directory: " + e.getMessage());
        }
    }

    /** Any authority, whoever vouches for it. */
    private static final class Provider extends GenericAcmeProvider {
        private final SSLContext trust;

        Provider(SSLContext trust) {
            this.trust = trust;
        }

        @Override
        public boolean accepts(URI directory) {
            return true;
        }

        @Override
        public HttpClient createHttpClient(NetworkSettings network) {
            return HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .connectTimeout(network.getTimeout())
                    .sslContext(trust)
                    .build();
        }
    }
}
