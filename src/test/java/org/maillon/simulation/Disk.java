package org.maillon.simulation;

/** The disk's state, which lasts a while; single failures are the plan's. */
final class Disk {
    private boolean full;
    private boolean broken;

    boolean isFull() {
        return full;
    }

    boolean isBroken() {
        return broken;
    }

    void fill() {
        full = true;
    }

    void breakDown() {
        broken = true;
    }

    void recover() {
        full = false;
        broken = false;
    }
}
