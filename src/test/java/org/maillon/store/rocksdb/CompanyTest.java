package org.maillon.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CompanyTest {
    private final Company company = new Company(Duration.ofMillis(4));

    /** A group of so many was written, and so many came meanwhile. */
    private void written(int group, int came) {
        company.left(group);
        company.arrived(came);
    }

    @Test
    void oneThatCameAloneIsExpectedAlone() {
        written(1, 0);
        assertThat(company.expected()).isEqualTo(1);
    }

    /** Else each patient ticket would wake the committer, which waits for a hurried one. */
    @Test
    void afterAGroupInWhichNobodyHurriedOneIsExpected() {
        written(0, 0);
        assertThat(company.expected()).isEqualTo(1);
    }

    @Test
    void asManyAreExpectedAsThereWereBeforeAndCameMeanwhile() {
        written(2, 3);
        assertThat(company.expected()).isEqualTo(5);
    }

    @Test
    void moreThanMakeASyncCheapAreNotWaitedFor() {
        written(100, 50);
        assertThat(company.expected()).isEqualTo(12);
    }

    @Test
    void waitingThatBringsNobodyIsGivenUpForTwiceAsLongEachTime() {
        for (int pause : new int[] {0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 256}) {
            assertThat(groupsUntilWorthAWait()).isEqualTo(pause);
            company.gathered(0);
        }
    }

    @Test
    void waitingThatBringsSomebodyGoesOn() {
        company.gathered(0);
        company.gathered(0);
        assertThat(groupsUntilWorthAWait()).isEqualTo(2);
        company.gathered(1);
        assertThat(groupsUntilWorthAWait()).isZero();
        company.gathered(0);
        assertThat(groupsUntilWorthAWait()).isEqualTo(1);
    }

    /** Groups that go without a wait. */
    private int groupsUntilWorthAWait() {
        int groups = 0;
        while (!company.isWorthAWait()) {
            groups++;
        }
        return groups;
    }
}
