package org.maillon.serve.net;

import java.util.concurrent.ArrayBlockingQueue;

/** Large buffers, borrowed by connections while a body flows, so that idle ones need none. */
final class BufferPool {
    static final int LARGE = 64 * 1024;
    static final BufferPool SHARED = new BufferPool(64);

    private final ArrayBlockingQueue<byte[]> free;

    private BufferPool(int most) {
        free = new ArrayBlockingQueue<>(most);
    }

    byte[] take() {
        byte[] buffer = free.poll();
        return buffer == null ? new byte[LARGE] : buffer;
    }

    /** More than the pool holds are left to the collector. */
    void giveBack(byte[] buffer) {
        var _ = free.offer(buffer);
    }
}
