package org.maillon.web.api;

import org.maillon.hosting.Account;
import org.maillon.hosting.ApiKey;

/** Who uses the API. */
sealed interface Caller {
    /** A program with a key. */
    record Operator(ApiKey key) implements Caller {}

    /** Somebody with an account, for what is its own. */
    record Holder(Account account) implements Caller {}
}
