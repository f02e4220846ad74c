import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;

/** Connections to loopback under TLS by Linux's sockets and OpenSSL 3, called as they are. Any certificate will do. */
final class OpenSsl {
    private static final int AF_INET = 2;
    private static final int SOCK_STREAM = 1;
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_NODELAY = 1;
    private static final int SOCKADDR_OCTETS = 16;

    private static final SymbolLookup TLS = SymbolLookup.libraryLookup("libssl.so.3", Arena.global());
    private static final SymbolLookup LIBC = Linker.nativeLinker().defaultLookup();

    private static final MethodHandle OPEN = returningInt(LIBC, "socket", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle CONNECT = returningInt(LIBC, "connect", JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SET_OPTION =
            returningInt(LIBC, "setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle CLOSE = returningInt(LIBC, "close", JAVA_INT);
    private static final MethodHandle METHOD = returningPointer("TLS_client_method");
    private static final MethodHandle NEW_CONTEXT = returningPointer("SSL_CTX_new", ADDRESS);
    private static final MethodHandle NEW = returningPointer("SSL_new", ADDRESS);
    private static final MethodHandle FREE = returningNothing("SSL_free", ADDRESS);
    private static final MethodHandle SET_SOCKET = returningInt(TLS, "SSL_set_fd", ADDRESS, JAVA_INT);
    private static final MethodHandle READ_AHEAD = returningNothing("SSL_set_read_ahead", ADDRESS, JAVA_INT);
    private static final MethodHandle SHAKE_HANDS = returningInt(TLS, "SSL_connect", ADDRESS);
    private static final MethodHandle READ = returningInt(TLS, "SSL_read", ADDRESS, ADDRESS, JAVA_INT);
    private static final MethodHandle WRITE = returningInt(TLS, "SSL_write", ADDRESS, ADDRESS, JAVA_INT);
    private static final MethodHandle SHUT_DOWN = returningInt(TLS, "SSL_shutdown", ADDRESS);
    private static final MethodHandle GET_SESSION = returningPointer("SSL_get1_session", ADDRESS);
    private static final MethodHandle SET_SESSION = returningInt(TLS, "SSL_set_session", ADDRESS, ADDRESS);
    private static final MethodHandle FREE_SESSION = returningNothing("SSL_SESSION_free", ADDRESS);

    private static final MemorySegment CONTEXT = newContext();

    private OpenSsl() {}

    private static MethodHandle returningInt(SymbolLookup library, String name, MemoryLayout... arguments) {
        return handle(library, name, FunctionDescriptor.of(JAVA_INT, arguments));
    }

    private static MethodHandle returningPointer(String name, MemoryLayout... arguments) {
        return handle(TLS, name, FunctionDescriptor.of(ADDRESS, arguments));
    }

    private static MethodHandle returningNothing(String name, MemoryLayout... arguments) {
        return handle(TLS, name, FunctionDescriptor.ofVoid(arguments));
    }

    private static MethodHandle handle(SymbolLookup library, String name, FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), descriptor);
    }

    private static MemorySegment newContext() {
        try {
            return (MemorySegment) NEW_CONTEXT.invokeExact((MemorySegment) METHOD.invokeExact());
        } catch (Throwable e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** A thread's connections, one after the other: each goes on with the TLS session of the one before (RFC 8446 §2.2). */
    static final class Line implements AutoCloseable {
        private final Arena arena = Arena.ofConfined();
        private final MemorySegment address = arena.allocate(SOCKADDR_OCTETS, JAVA_INT.byteAlignment());
        private final MemorySegment one = arena.allocateFrom(JAVA_INT, 1);
        private final MemorySegment buffer = arena.allocate(1 << 15);
        private MemorySegment session = MemorySegment.NULL;
        private MemorySegment ssl = MemorySegment.NULL;
        private int socket = -1;
        private int at;
        private int end;

        Line(int port) {
            address.set(JAVA_SHORT, 0, (short) AF_INET);
            address.set(JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN), 2, (short) port);
            address.set(JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN), 4, 0x7f000001);
        }

        void connect() throws Throwable {
            socket = (int) OPEN.invokeExact(AF_INET, SOCK_STREAM, 0);
            must((int) CONNECT.invokeExact(socket, address, SOCKADDR_OCTETS) == 0, "connect");
            must((int) SET_OPTION.invokeExact(socket, IPPROTO_TCP, TCP_NODELAY, one, (int) one.byteSize()) == 0, "setsockopt");
            ssl = (MemorySegment) NEW.invokeExact(CONTEXT);
            must((int) SET_SOCKET.invokeExact(ssl, socket) == 1, "SSL_set_fd");
            READ_AHEAD.invokeExact(ssl, 1); // a record with one system call, not with one for its head and one for the rest
            if (!session.equals(MemorySegment.NULL)) {
                must((int) SET_SESSION.invokeExact(ssl, session) == 1, "SSL_set_session");
            }
            must((int) SHAKE_HANDS.invokeExact(ssl) == 1, "SSL_connect");
        }

        void write(MemorySegment octets) throws Throwable {
            int size = (int) octets.byteSize();
            must((int) WRITE.invokeExact(ssl, octets, size) == size, "SSL_write");
        }

        int read() throws Throwable {
            if (at == end) {
                at = 0;
                end = (int) READ.invokeExact(ssl, buffer, (int) buffer.byteSize());
                must(end > 0, "SSL_read");
            }
            return buffer.get(JAVA_BYTE, at++);
        }

        /** A session whose end was not said is not taken up again. */
        void disconnect() throws Throwable {
            must((int) SHUT_DOWN.invokeExact(ssl) >= 0, "SSL_shutdown");
            FREE_SESSION.invokeExact(session);
            session = (MemorySegment) GET_SESSION.invokeExact(ssl);
            FREE.invokeExact(ssl);
            must((int) CLOSE.invokeExact(socket) == 0, "close");
            at = 0;
            end = 0;
        }

        @Override
        public void close() {
            arena.close();
        }

        private static void must(boolean isSo, String name) throws IOException {
            if (!isSo) {
                throw new IOException(name + " failed");
            }
        }
    }
}
