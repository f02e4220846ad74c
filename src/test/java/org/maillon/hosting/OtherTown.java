package org.maillon.hosting;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.maillon.kernel.Secret;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;

/** Another directory, for example.org: what it says is what a test has told it. */
public class OtherTown implements OutsideDirectory {
    public final List<String> asked = new ArrayList<>();
    private final Map<Address, Address> people = new HashMap<>();
    private boolean down;

    /** With the password {@code their pw}. */
    public OtherTown has(String own, String... others) {
        people.put(Town.address(own), Town.address(own));
        for (String other : others) {
            people.put(Town.address(other), Town.address(own));
        }
        return this;
    }

    public void removes(String own) {
        people.values().removeIf(Town.address(own)::equals);
    }

    public void isDown(boolean is) {
        down = is;
    }

    @Override
    public boolean knows(Domain.Name domain) {
        return domain.equals(Town.domain("example.org"));
    }

    @Override
    public Found find(Address address) {
        asked.add(address.toString());
        if (down) {
            return new Found.NotNow("it is down");
        }
        Address own = people.get(address);
        return own == null ? new Found.Nobody() : new Found.Person(own);
    }

    @Override
    public Found logIn(Address address, Secret password) {
        Found found = find(address);
        return found instanceof Found.Person
                        && !new String(password.shared(), StandardCharsets.UTF_8).equals("their pw")
                ? new Found.Nobody()
                : found;
    }

    @Override
    public String title(Domain.Name domain) {
        return "the town over there";
    }
}
