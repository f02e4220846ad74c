package org.maillon.submit;

import java.util.List;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;
import org.maillon.trust.dkim.HeaderFields;
import org.maillon.wire.message.Header;
import org.maillon.wire.message.HeaderField;

/** The header with which a message will leave: what the stages have put before it, and what was kept of the client's. */
final class FinalHeader {
    private FinalHeader() {}

    static HeaderFields of(Taken message) {
        ByteWriter all = new ByteWriter(2048);
        for (Bytes field : message.handling().head()) {
            all.raw(field);
        }
        List<HeaderField> fields = message.text()
                .front()
                .map(front -> Header.of(front.header()).fields())
                .orElseGet(() -> message.text().kept().fields());
        fields.forEach(field -> all.raw(field.octets()));
        return HeaderFields.of(all.toBytes().shared());
    }
}
