package org.maillon.trust.spf;

import java.time.Duration;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Setting;

/** How far SPF is looked into, and what becomes of mail that fails it. The table {@code [spf]}. */
public record SpfSettings(
        @Setting(
                value = "mark",
                doc =
                        "What a fail leads to. mark: it is noted in Authentication-Results and DMARC decides, for a forward fails"
                                + " too; only where a domain says that nothing of it ever sends mail (v=spf1 -all) is the message refused."
                                + " reject: each fail is refused. ignore: none is.")
        OnFail onFail,

        @Setting(
                value = "20s",
                min = 1,
                max = 120,
                doc =
                        "How long one check may take before it ends as temperror (RFC 7208 §4.6.4 wants 20s at least); a question"
                                + " that is on its way then has the time of [dns] to end.")
        Duration time,

        @Setting(
                value = "10",
                min = 1,
                max = 100,
                doc = "Terms of a record, and of those it includes, that may ask DNS (RFC 7208 §4.6.4).")
        int lookups,

        @Setting(
                value = "2",
                max = 100,
                doc = "Terms among them whose questions may come back with nothing (RFC 7208 §4.6.4).")
        int voidLookups,

        @Setting(
                value = "10",
                min = 1,
                max = 100,
                doc = "MX hosts, and names of the client's address, that one term may look up (RFC 7208 §4.6.4).")
        int hosts,

        @Setting(value = "16KiB", min = 512, max = 65_535, doc = "The longest record that is read.")
        ByteSize record,

        @Setting(value = "10000", max = 10_000_000, doc = "Verdicts remembered.")
        int cache,

        @Setting(value = "5m", max = 86_400, doc = "How long a verdict is remembered; a temperror is not.")
        Duration cacheTime) {
    /** What a fail leads to. */
    public enum OnFail {
        IGNORE,
        MARK,
        REJECT
    }
}
