package org.maillon.hosting.ldap;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.maillon.kernel.Settings;
import org.maillon.secrets.KnownSecrets;
import org.maillon.serve.tls.Identity;

/** A small LDAP server in memory, with some people, that counts what it is asked; and a clock that stands until it is moved. */
final class LdapHouse implements AutoCloseable {
    static final String BASE = "ou=people,dc=example,dc=org";
    static final String OUR_PASSWORD = KnownSecrets.know("look people up");

    final InMemoryDirectoryServer server;
    final AtomicInteger searches = new AtomicInteger();
    final Set<Long> connections = ConcurrentHashMap.newKeySet();

    /** Searches wait for it. */
    volatile CountDownLatch held = new CountDownLatch(0);

    final List<String> binds = new ArrayList<>();
    private volatile Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private final List<LdapDirectory> opened = new ArrayList<>();

    private LdapHouse(Optional<SSLContext> tls, boolean implicit) throws LDAPException, LDIFException {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example,dc=org");
        config.setSchema(null);
        config.addAdditionalBindCredentials("cn=maillon,dc=example,dc=org", OUR_PASSWORD);
        config.setListenerConfigs(listener(tls, implicit));
        config.addInMemoryOperationInterceptor(new Counting());
        server = new InMemoryDirectoryServer(config);
        server.add("dn: dc=example,dc=org", "objectClass: domain", "dc: example");
        server.add("dn: " + BASE, "objectClass: organizationalUnit", "ou: people");
        person("ada", "mail: ada@example.org", "other: countess@example.org", "other: love@example.net");
        person("bob", "mail: bob@example.org", "state: left");
        person("eve", "mail: eve@elsewhere.test", "other: visitor@example.org");
        person("twin1", "mail: twin@example.org");
        person("twin2", "mail: twin@example.org");
        person("two", "mail: one@example.org", "mail: two@example.org");
        person("nomail");
        server.startListening();
    }

    static LdapHouse open() throws LDAPException, LDIFException {
        return new LdapHouse(Optional.empty(), false);
    }

    static LdapHouse withStartTls(Identity identity) throws LDAPException, LDIFException {
        return new LdapHouse(Optional.of(context(identity)), false);
    }

    static LdapHouse withTls(Identity identity) throws LDAPException, LDIFException {
        return new LdapHouse(Optional.of(context(identity)), true);
    }

    static String password(String uid) {
        return KnownSecrets.know(uid + " in wonderland");
    }

    private static InMemoryListenerConfig listener(Optional<SSLContext> tls, boolean implicit) throws LDAPException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        return implicit
                ? InMemoryListenerConfig.createLDAPSConfig(
                        "ldaps",
                        loopback,
                        0,
                        tls.orElseThrow().getServerSocketFactory(),
                        tls.orElseThrow().getSocketFactory())
                : InMemoryListenerConfig.createLDAPConfig(
                        "ldap",
                        loopback,
                        0,
                        tls.map(SSLContext::getSocketFactory).orElse(null));
    }

    static SSLContext context(Identity identity) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "server", identity.key(), new char[0], identity.chain().toArray(Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    void person(String uid, String... more) throws LDAPException, LDIFException {
        List<String> ldif = new ArrayList<>(List.of(
                "dn: uid=" + uid + "," + BASE,
                "objectClass: inetOrgPerson",
                "uid: " + uid,
                "userPassword: " + password(uid)));
        ldif.addAll(List.of(more));
        server.add(ldif.toArray(String[]::new));
    }

    private final class Counting extends InMemoryOperationInterceptor {
        @Override
        public void processSearchRequest(InMemoryInterceptedSearchRequest request) {
            searches.incrementAndGet();
            connections.add(request.getConnectionID());
            try {
                held.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void processSimpleBindRequest(InMemoryInterceptedSimpleBindRequest request) {
            synchronized (binds) {
                binds.add(request.getRequest().getBindDN());
            }
        }
    }

    String url() {
        return "ldap://127.0.0.1:" + server.getListenPort();
    }

    void later(Duration time) {
        now = now.plus(time);
    }

    /** Over this server unless {@code url} says otherwise. */
    LdapSetting setting(String... more) {
        Map<String, String> values = new HashMap<>(
                Map.of("url", url(), "domains", "example.org, example.net", "base", BASE, "aliases", "other"));
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        return Settings.read(LdapSetting.class, Map.copyOf(values));
    }

    static LdapDirectory.Ground ground(InstantSource steady) {
        return new LdapDirectory.Ground(Path::of, SocketFactory.getDefault(), steady);
    }

    LdapDirectory directory(String... more) {
        LdapDirectory directory = new LdapDirectory(List.of(setting(more)), ground(() -> now));
        opened.add(directory);
        return directory;
    }

    @Override
    public void close() {
        opened.forEach(LdapDirectory::close);
        server.shutDown(true);
    }
}
