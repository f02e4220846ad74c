package org.maillon.simulation;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.maillon.dns.MxRecord;
import org.maillon.hosting.Directory;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Secret;
import org.maillon.wire.address.Domain;

/** What there is before anything happens: hosts, DNS, and our own domains with their people. */
record Landscape(World world) {
    static final List<String> ACCOUNTS = List.of("ann", "bob", "cyd", "dee", "eve", "fay");

    void layOut(SplittableRandom random) {
        List<String> names = new ArrayList<>(List.of("mx0", "mx1", "mx2", "mx3", "mx4", "calm"));
        for (int i = 0; i < names.size(); i++) {
            host(names.get(i) + ".example", i + 1, random.split());
        }
        host("lmtp.example", 200, random.split());
        for (int i = 0; i < 4; i++) {
            List<MxRecord> records = new ArrayList<>();
            for (int j = 0; j <= random.nextInt(3); j++) {
                records.add(new MxRecord(10 * j, "mx" + random.nextInt(5) + ".example"));
            }
            world.dns.domain("far" + i + ".example", records);
        }
        world.dns.domain("calm.example", List.of(new MxRecord(10, "calm.example")));
        world.dns.domain("here.example", List.of(new MxRecord(10, Run.HOST_NAME)));
        world.dns.domain("circle.example", List.of(new MxRecord(10, Run.HOST_NAME)));
        world.dns.domain("never.example", List.of(new MxRecord(0, "")));
        List<MxRecord> many = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            many.add(new MxRecord(i, i == 3 ? "mx1.example" : "gone" + i + ".example"));
        }
        world.dns.domain("many.example", many);
    }

    private void host(String name, int number, SplittableRandom random) {
        try {
            InetAddress address = InetAddress.getByAddress(new byte[] {(byte) 198, 51, 100, (byte) number});
            Host host = new Host(world, name, address, random);
            world.hosts.put(name, host);
            world.net.add(host);
            world.dns.host(name, address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Accounts, aliases and forwards; two tenants. */
    void furnish(SplittableRandom random) {
        Directory directory = new Directory(world.model, world.time.timeOfDay(), random, World.directorySettings());
        var _ = directory.addServer(ServerId.DEFAULT, List.of(), Optional.empty());
        var _ = directory.addTenant(TenantId.DEFAULT, "Default", ServerId.DEFAULT);
        TenantId other = new TenantId("other");
        var _ = directory.addTenant(other, "Other", ServerId.DEFAULT);
        var _ = directory.addDomain(TenantId.DEFAULT, new Domain.Name("here.example"));
        var _ = directory.addDomain(other, new Domain.Name("there.example"));
        Secret secret = Secret.utf8("correct horse");
        for (String name : ACCOUNTS) {
            ByteSize quota = new ByteSize(1L << 30);
            var _ = directory.addAccount(World.address(name + "@here.example"), secret, Optional.of(quota));
        }
        var _ = directory.addAccount(World.address("zoe@there.example"), secret, Optional.empty());
        var _ = directory.addAlias(
                World.address("all@here.example"),
                List.of(
                        World.address("ann@here.example"),
                        World.address("bob@here.example"),
                        World.address("eva@far0.example")));
        var _ = directory.addAlias(World.address("round@here.example"), List.of(World.address("about@here.example")));
        var _ = directory.addAlias(World.address("about@here.example"), List.of(World.address("round@here.example")));
        var _ = directory.setForward(
                World.address("dee@here.example"), List.of(World.address("eve@here.example")), true);
        var _ = directory.setForward(
                World.address("fay@here.example"),
                List.of(World.address("out@far1.example"), World.address("zoe@there.example")),
                false);
    }
}
