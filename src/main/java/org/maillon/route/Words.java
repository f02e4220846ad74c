package org.maillon.route;

/** Small words for sentences. */
final class Words {
    private Words() {}

    static String count(int number, String one, String many) {
        return number == 1 ? "1 " + one : number + " " + many;
    }
}
