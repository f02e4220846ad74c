package org.maillon.mailbox;

/**
 * The account's own row.
 *
 * @param nextFolder the number the next folder gets
 * @param lastUidValidity the greatest UIDVALIDITY given so far: a folder made anew under an old name gets a greater one
 * @param firstBucket the oldest bucket that holds delivery keys
 * @param lastBucket the newest
 */
record Totals(Usage usage, int nextFolder, long lastUidValidity, int firstBucket, int lastBucket) {
    Totals counting(Message message, int sign) {
        Usage counted = new Usage(usage.octets() + sign * message.size(), usage.messages() + sign);
        return new Totals(counted, nextFolder, lastUidValidity, firstBucket, lastBucket);
    }

    Totals withFolder(long uidValidity) {
        return new Totals(usage, nextFolder + 1, uidValidity, firstBucket, lastBucket);
    }

    Totals withBuckets(int first, int last) {
        return new Totals(usage, nextFolder, lastUidValidity, first, last);
    }
}
