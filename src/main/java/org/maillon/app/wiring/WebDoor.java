package org.maillon.app.wiring;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.maillon.kernel.net.Rounds;
import org.maillon.serve.net.CannotListenException;
import org.maillon.serve.net.Listener;
import org.maillon.serve.net.ListenerSettings;
import org.maillon.serve.net.SessionBounds;
import org.maillon.serve.net.TlsServer;
import org.maillon.serve.net.Turnstile;
import org.maillon.web.api.Callers;
import org.maillon.web.api.GuardApi;
import org.maillon.web.api.Health;
import org.maillon.web.api.QuarantineApi;
import org.maillon.web.http.HttpProtocol;
import org.maillon.web.http.HttpSettings;
import org.maillon.web.http.Place;
import org.maillon.web.http.Resource;
import org.maillon.web.http.Site;
import org.maillon.web.publish.PublicPages;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP door of a running server. It opens beside the mail, on a thread of its own and after the mail's listeners: what it
 * takes to load must not keep mail waiting, nor must a port that another program has.
 */
final class WebDoor {
    private static final Logger LOG = LoggerFactory.getLogger(WebDoor.class);
    private static final Duration AGAIN = Duration.ofSeconds(10);
    private static final Duration PROXY_HEADER = Duration.ofSeconds(5); // none is read
    private static final int BACKLOG = 1024;

    private final Maillon office;
    private final TlsServer tls;
    private final HttpSettings settings;
    private final List<Place> closed = new ArrayList<>();
    private final List<Listener> open = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<HttpProtocol> protocol = Optional.empty();
    private Optional<Turnstile> turnstile = Optional.empty();
    private Optional<Rounds> again = Optional.empty();
    private boolean complained;
    private boolean over;

    private WebDoor(Maillon office, TlsServer tls) {
        this.office = office;
        this.tls = tls;
        this.settings = office.loaded().config().http();
        closed.addAll(settings.places());
    }

    static WebDoor openBeside(Maillon office, TlsServer tls) {
        WebDoor door = new WebDoor(office, tls);
        if (!door.closed.isEmpty()) {
            Thread.ofPlatform().daemon().name("http-door").start(door::openFirst);
        }
        return door;
    }

    private void openFirst() {
        try {
            open();
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            LOG.error("the HTTP door could not be opened; tried again", e);
        }
        lock.lock();
        try {
            if (!closed.isEmpty() && !over) {
                again = Optional.of(Rounds.start(
                        "http-door",
                        AGAIN,
                        this::open,
                        e -> LOG.error("the HTTP door could not be opened; tried again", e)));
            }
        } finally {
            lock.unlock();
        }
    }

    /** What could not be opened yet. */
    private void open() {
        lock.lock();
        try {
            for (Place place : List.copyOf(closed)) {
                if (!over && open(place)) {
                    closed.remove(place);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean open(Place place) {
        HttpProtocol http = protocol.orElseGet(() -> new HttpProtocol(site(), settings));
        protocol = Optional.of(http);
        Turnstile counts = turnstile.orElseGet(() -> new Turnstile(bounds()));
        turnstile = Optional.of(counts);
        ListenerSettings where =
                new ListenerSettings(place.where().address(), place.where().port(), false, BACKLOG);
        try {
            Listener listener = place.underTls()
                    ? Listener.bindUnderTls(where, counts, http, tls)
                    : Listener.bind(where, counts, http);
            listener.start();
            open.add(listener);
            return true;
        } catch (CannotListenException e) {
            if (!complained) {
                LOG.error(
                        "for [http]: {}; mail goes on, and HTTP is tried again every {} seconds",
                        e.getMessage(),
                        AGAIN.toSeconds());
                complained = true;
            }
            return false;
        }
    }

    private SessionBounds bounds() {
        SessionBounds wanted = new SessionBounds(
                settings.maxConnections(), settings.maxConnectionsPerAddress(), PROXY_HEADER, settings.writeTime());
        return Descriptors.within(wanted, office.loaded().config().store().maxOpenFiles());
    }

    private Site site() {
        return new Site(resources(office));
    }

    /** All that stands there: docs/API.md names each. */
    static List<Resource> resources(Maillon office) {
        HttpSettings settings = office.loaded().config().http();
        Callers callers = new Callers(office.directory().apiKeys(), office.logIns(), office.guard());
        GuardApi.Ground ground = new GuardApi.Ground(
                office.guard(),
                office.directory(),
                office.limits(),
                office.queue().quarantine());
        return Stream.of(
                        new Health(office.store(), office.steady(), settings.healthTime()).resources(),
                        new PublicPages(new OwnPolicies(office)).resources(),
                        new GuardApi(callers, ground).resources(),
                        new QuarantineApi(
                                        callers,
                                        office.directory(),
                                        office.queue().quarantine())
                                .resources())
                .flatMap(List::stream)
                .toList();
    }

    /** Those that are open, plain ones first. */
    List<Integer> ports() {
        lock.lock();
        try {
            return open.stream().map(Listener::port).toList();
        } finally {
            lock.unlock();
        }
    }

    void close(Duration grace) {
        List<Listener> closing;
        lock.lock();
        try {
            over = true;
            again.ifPresent(Rounds::close);
            closing = List.copyOf(open);
        } finally {
            lock.unlock();
        }
        closing.forEach(listener -> listener.stop(grace));
    }
}
