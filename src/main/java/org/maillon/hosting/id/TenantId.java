package org.maillon.hosting.id;

/** Names a customer: owner of domains, accounts, lists and credits. Lower-case letters, digits and hyphens. */
public record TenantId(String name) {
    public static final TenantId DEFAULT = new TenantId("default");

    @Override
    public String toString() {
        return name;
    }
}
