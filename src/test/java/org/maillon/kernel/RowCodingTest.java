package org.maillon.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.kernel.ByteReader.DamagedRowException;

/** {@link ByteWriter} and {@link ByteReader}: what one writes the other reads, and what neither wrote is damage. */
class RowCodingTest {
    private static ByteReader reader(String hex) {
        return new ByteReader(Bytes.wrap(HexFormat.of().parseHex(hex)));
    }

    private static String hex(Consumer<ByteWriter> work) {
        ByteWriter out = new ByteWriter(1);
        work.accept(out);
        return out.toBytes().toString();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "1, 01",
        "127, 7f",
        "128, 8001",
        "16383, ff7f",
        "16384, 808001",
        "2147483647, ffffffff07",
        "9223372036854775807, ffffffffffffffff7f",
        "-1, ffffffffffffffffff01",
        "-9223372036854775808, 80808080808080808001",
    })
    void writesNumbersSevenBitsAnOctet(long number, String hex) {
        assertThat(hex(out -> out.number(number))).isEqualTo(hex);
        assertThat(reader(hex).number()).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 0x0102030405060708L})
    void writesFixedNumbersInTheirOrder(long number) {
        Bytes bytes = new ByteWriter().int64(number).int32((int) number).toBytes();
        assertThat(bytes.length()).isEqualTo(12);
        ByteReader in = new ByteReader(bytes);
        assertThat(in.int64()).isEqualTo(number);
        assertThat(in.int32()).isEqualTo((int) number);
        if (number != -1) {
            assertThat(new ByteWriter()
                            .int64(number + 1)
                            .toBytes()
                            .compareTo(new ByteWriter().int64(number).toBytes()))
                    .isPositive();
        }
    }

    @Test
    void readsBackARowOfEveryKind() {
        ByteReader in = new ByteReader(new ByteWriter(0)
                .octet(0xFF)
                .flag(true)
                .flag(false)
                .instant(Instant.ofEpochMilli(1_700_000_000_123L))
                .bytes(Bytes.utf8("bytes"))
                .raw(Bytes.utf8("raw"))
                .text("té€xt")
                .list(List.of("a", "", "c"), ByteWriter::text)
                .list(List.<String>of(), ByteWriter::text)
                .optional(Optional.of(5L), ByteWriter::number)
                .optional(Optional.<Long>empty(), ByteWriter::number)
                .toBytes());
        assertThat(in.octet()).isEqualTo(0xFF);
        assertThat(in.flag()).isTrue();
        assertThat(in.flag()).isFalse();
        assertThat(in.instant()).isEqualTo(Instant.ofEpochMilli(1_700_000_000_123L));
        assertThat(in.bytes().asUtf8()).isEqualTo("bytes");
        assertThat(in.raw(3).asUtf8()).isEqualTo("raw");
        assertThat(in.text()).isEqualTo("té€xt");
        assertThat(in.list(ByteReader::text)).containsExactly("a", "", "c");
        assertThat(in.list(ByteReader::text)).isEmpty();
        assertThat(in.optional(ByteReader::number)).contains(5L);
        assertThat(in.optional(ByteReader::number)).isEmpty();
        assertThat(in.hasMore()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'', octet, nothing there",
        "80, number, cut within a number",
        "ffffffffffffffffffff01, number, a number of eleven octets",
        "ffffffffffffffffff01, count, a negative count",
        "ffffffff0f, count, a count above two thousand million",
        "000102, int32, three octets of four",
        "05616263, text, a text of five octets with three",
        "05616263, bytes, bytes with two missing",
        "ffffffff0761, bytes, a length that would fill the memory",
        "ffffffff0761, list, a list that would fill the memory",
        "0201, list, the second item is missing",
        "01, optional, told to be there and is not",
    })
    void saysThatARowIsDamaged(String hex, String kind, String why) {
        ByteReader in = reader(hex);
        assertThatThrownBy(() -> {
                    switch (kind) {
                        case "octet" -> in.octet();
                        case "number" -> in.number();
                        case "count" -> in.count();
                        case "int32" -> in.int32();
                        case "text" -> in.text();
                        case "bytes" -> in.bytes();
                        case "list" -> in.list(ByteReader::octet);
                        default -> in.optional(ByteReader::octet);
                    }
                })
                .as(why)
                .isInstanceOf(DamagedRowException.class);
    }

    @Test
    void noGarbageBringsItDown() {
        for (int seed = 0; seed < 2000; seed++) {
            Random entropy = new Random(seed);
            byte[] garbage = new byte[entropy.nextInt(40)];
            entropy.nextBytes(garbage);
            ByteReader in = new ByteReader(Bytes.wrap(garbage));
            try {
                while (in.hasMore()) {
                    readOne(in, entropy.nextInt(6));
                }
            } catch (DamagedRowException _) {
                // the only exception there may be
            }
        }
    }

    private static void readOne(ByteReader in, int kind) {
        switch (kind) {
            case 0 -> in.number();
            case 1 -> in.text();
            case 2 -> in.bytes();
            case 3 -> in.list(ByteReader::text);
            case 4 -> in.optional(ByteReader::int64);
            default -> in.flag();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"8000", "808000", "80808080808080808002", "ffffffffffffffffff7f"})
    void aNumberHasOneForm(String hex) {
        assertThatThrownBy(() -> reader(hex).number()).isInstanceOf(DamagedRowException.class);
    }

    @Test
    void aFlagIsZeroOrOne() {
        assertThatThrownBy(() -> reader("02").flag()).isInstanceOf(DamagedRowException.class);
    }

    @Test
    void aTextIsUtf8() {
        assertThat(reader("03efbfbd").text()).isEqualTo("\uFFFD"); // written so
        assertThatThrownBy(() -> reader("01ff").text()).isInstanceOf(DamagedRowException.class);
    }

    @Test
    void nothingStandsBehindARow() {
        ByteReader in = reader("0102");
        assertThatThrownBy(() -> in.whole(in.octet())).isInstanceOf(DamagedRowException.class);
        assertThat(in.whole(in.octet())).isEqualTo(2);
    }
}
