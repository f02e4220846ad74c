package org.maillon.hosting.id;

/** Names a virtual mail server, shared or dedicated: names, addresses, policy, a lane of its own in the queue. Lower-case letters, digits and hyphens. */
public record ServerId(String name) {
    public static final ServerId DEFAULT = new ServerId("default");

    @Override
    public String toString() {
        return name;
    }
}
