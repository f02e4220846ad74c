package org.maillon.wire.report.feedback;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;

/** Out of gzip or zip, whatever it is called, counted on the way: a bomb ends at the bound. */
final class Unpacked extends FilterInputStream {
    private final long most;
    private long count;

    private Unpacked(InputStream in, long most) {
        super(in);
        this.most = most;
    }

    static InputStream of(byte[] octets, long most) throws IOException {
        InputStream plain = new ByteArrayInputStream(octets);
        return new Unpacked(unwrapped(plain, octets), most);
    }

    private static InputStream unwrapped(InputStream plain, byte[] octets) throws IOException {
        if (octets.length > 2 && octets[0] == 0x1F && octets[1] == (byte) 0x8B) {
            return new GZIPInputStream(plain);
        } else if (octets.length > 2 && octets[0] == 'P' && octets[1] == 'K') {
            ZipInputStream zip = new ZipInputStream(plain);
            if (zip.getNextEntry() == null) {
                throw new ReportRefusedException("the zip file is empty");
            }
            return zip; // the first entry; a report is one file (RFC 7489 §7.2.1.1)
        }
        return plain;
    }

    @Override
    public int read() throws IOException {
        int octet = super.read();
        counted(octet < 0 ? 0 : 1);
        return octet;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int got = super.read(into, from, length);
        counted(got);
        return got;
    }

    private void counted(int got) throws IOException {
        count += Math.max(got, 0);
        if (count > most) {
            throw new ReportRefusedException("it unpacks to more than " + most + " octets");
        }
    }
}
