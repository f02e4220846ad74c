package org.maillon.app.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGTERM, SIGINT and SIGHUP as values. The JDK's own way, a shutdown hook, knows no SIGHUP and ends with exit code 143
 * after a stop that went well; so the signals are taken by {@code sun.misc.Signal}, by reflection since the compiler
 * cannot be told that its use is meant. Where that is gone, the hook stops the server.
 */
final class Signals implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    enum Signal {
        STOP,
        RELOAD
    }

    private final LinkedBlockingQueue<Signal> came = new LinkedBlockingQueue<>();
    private final CountDownLatch done = new CountDownLatch(1);

    private Signals() {}

    static Signals listen() {
        Signals signals = new Signals();
        Runtime.getRuntime().addShutdownHook(new Thread(signals::stopAndWait, "stop"));
        signals.on("TERM", Signal.STOP);
        signals.on("INT", Signal.STOP);
        signals.on("HUP", Signal.RELOAD);
        return signals;
    }

    private void on(String name, Signal meaning) {
        try {
            Class<?> type = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler onCall = (proxy, method, arguments) -> answer(meaning, proxy, method, arguments);
            Object proxy = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, onCall);
            Object before = type.getMethod("handle", type, handler)
                    .invoke(null, type.getConstructor(String.class).newInstance(name), proxy);
            if (handler.getField("SIG_IGN").get(null).equals(before)) {
                LOG.info("SIG{} was being ignored when we began, as under nohup, and stays so", name);
            }
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LOG.debug("no handler for SIG{}: {}", name, e.toString());
        }
    }

    /** The JVM ends without a signal of ours: the server is stopped before it does. */
    private void stopAndWait() {
        came.add(Signal.STOP);
        try {
            var _ = done.await(2, TimeUnit.MINUTES);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the handler does when called, as the JDK calls it: with a signal, or by a method of Object. */
    private @Nullable Object answer(Signal meaning, Object proxy, Method method, Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "handle" -> {
                came.add(meaning);
                yield null;
            }
            case "equals" ->
                arguments != null && System.identityHashCode(proxy) == System.identityHashCode(arguments[0]);
            case "hashCode" -> System.identityHashCode(proxy);
            default -> meaning.name();
        };
    }

    /** Waits for the next one. */
    Signal next() {
        try {
            return came.take();
        } catch (InterruptedException _) {
            return Signal.STOP;
        }
    }

    @Override
    public void close() {
        done.countDown();
    }
}
