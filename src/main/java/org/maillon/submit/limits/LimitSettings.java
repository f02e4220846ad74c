package org.maillon.submit.limits;

import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Setting;

/** How much one sender may send. The table {@code [limits]}. */
public record LimitSettings(
        @Setting(
                value = "1000",
                max = 100_000_000,
                doc =
                        "Messages an account may send in an hour; beyond, it is told when the next is taken (450 4.7.1). Counted in"
                                + " memory, to the minute, anew after a start. 0: any number.")
        int messagesPerHour,

        @Setting(
                value = "5000",
                max = 100_000_000,
                doc = "Messages an account may send in a day, counted to the quarter of an hour. 0: any number.")
        int messagesPerDay,

        @Setting(
                value = "500",
                max = 10_000_000,
                doc =
                        "Recipients an account may write to in a day that it never wrote to before. A message beyond is taken and"
                                + " held, with all later ones to new recipients, until 'maillon account release'; the log warns once a day."
                                + " 0: any number, and whom an account writes to is not remembered.")
        int newRecipientsPerDay,

        @Setting(
                value = "20000",
                min = 100,
                max = 10_000_000,
                doc =
                        "Recipients remembered of an account, as eight octets of a hash each; beyond, the tenth that was written to"
                                + " first is forgotten, and new again.")
        int rememberedRecipients,

        @Setting(
                value = "64MiB",
                min = 65_536,
                doc =
                        "Memory for all accounts' counts and recipients; beyond, the least used are read anew when they are needed,"
                                + " their counts of messages beginning at nought.")
        ByteSize memory,

        @Setting(
                value = "600",
                max = 100_000_000,
                doc =
                        "Messages that a stranger's address (by IPv6 its /64) may begin in a minute; beyond, it is told when the next"
                                + " is taken (450 4.7.1). Not for loopback. 0: any number.")
        int strangerMessagesPerMinute,

        @Setting(
                value = "100000",
                min = 100,
                max = 10_000_000,
                doc = "Strangers' addresses counted at the same time; beyond, the least used are forgotten.")
        int strangers) {}
